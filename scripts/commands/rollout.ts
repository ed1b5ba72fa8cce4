import type { Command } from 'commander';
import { callerIdentity } from '../aws/credentials';
import { confirm, requireTerminal } from '../cli/confirm';
import type { Run } from '../cli/context';
import { type StackFlags, withCommonFlags, withParallel, withRemove, withSelection } from '../cli/flags';
import { exclusively } from '../cli/with-lock';
import { refuseOmissions } from '../removal/refuse';
import { rolloutReport, touched } from '../rollout/report';
import { exitCodeOf, rollout } from '../rollout/rollout';
import { selectAndSynth } from '../selection/select';
import { againCommand } from '../selection/selection';
import { terraformEnvironment } from '../terraform/environment';

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
          const selected = await selectAndSynth(context, flags);
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
