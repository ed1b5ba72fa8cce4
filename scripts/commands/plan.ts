import type { Command } from 'commander';
import { callerIdentity } from '../aws/credentials';
import type { Run } from '../cli/context';
import { type StackFlags, withCommonFlags, withParallel, withRemove, withSelection } from '../cli/flags';
import { exclusively } from '../cli/with-lock';
import { refuseOmissions } from '../removal/refuse';
import { planStacks } from '../rollout/plan-stacks';
import { planReport } from '../rollout/report';
import { exitCodeOf } from '../rollout/rollout';
import { selectAndSynth } from '../selection/select';
import { terraformEnvironment } from '../terraform/environment';

/** `fleet plan` */
export function registerPlan(program: Command, run: Run): void {
  withCommonFlags(withRemove(withParallel(withSelection(program.command('plan')))))
    .description('save a plan of every selected stack as a plan set; changes nothing in AWS')
    .action(
      run((context, flags: StackFlags) =>
        exclusively(context.workspace.state, 'plan', async () => {
          terraformEnvironment(context.workspace, context.env);
          const selected = await selectAndSynth(context, flags);
          await callerIdentity(selected.environment.regions[0] as string, context.env);
          await refuseOmissions(context, selected);
          const { folder, ends } = await planStacks(context, selected, flags.parallel);
          return {
            data: { planSet: folder, stacks: ends },
            text: planReport(folder, ends),
            exitCode: exitCodeOf(ends),
          };
        }),
      ),
    );
}
