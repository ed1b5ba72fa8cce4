import type { Command } from 'commander';
import { callerIdentity } from '../lib/aws';
import { confirm, requireTerminal } from '../lib/confirm';
import type { Run } from '../lib/context';
import { exclusively } from '../lib/exclusive';
import { type StackFlags, withCommonFlags, withParallel, withRemove, withSelection } from '../lib/flags';
import { rolloutReport, touched } from '../lib/report';
import { exitCodeOf, rollout } from '../lib/rollout';
import { synthAndSelect } from '../lib/select';
import { againCommand } from '../lib/selection';
import { terraformEnvironment } from '../lib/terraform-env';
import { refuseOmissions } from '../removal/refuse';

interface RolloutFlags extends StackFlags {
  yes?: boolean;
}

/** `fleet rollout` */
export function registerRollout(program: Command, run: Run): void {
  withCommonFlags(withRemove(withParallel(withSelection(program.command('rollout')))))
    .description('plan and apply the selected stacks: dependencies first, ring by ring, region by region')
    .option('--yes', 'do not ask before changing anything; needed where there is no terminal')
    .action(
      run((context, flags: RolloutFlags) =>
        exclusively(context.workspace.state, 'rollout', async () => {
          terraformEnvironment(context.workspace, context.env);
          const selected = await synthAndSelect(context, flags);
          context.say(touched(selected.environment.name, selected.stacks));
          if (!flags.yes) requireTerminal();
          await callerIdentity(selected.environment.regions[0] as string, context.env);
          await refuseOmissions(context, selected);
          if (!flags.yes) await confirm(selected.environment.name);
          const input = { ...selected, removable: selected.removals.keys };
          const ends = await rollout(context, input, flags.parallel);
          return {
            data: { environment: selected.environment.name, stacks: ends },
            text: rolloutReport(ends, againCommand('rollout', flags)),
            exitCode: exitCodeOf(ends),
          };
        }),
      ),
    );
}
