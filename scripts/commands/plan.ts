import type { Command } from 'commander';
import { callerIdentity } from '../lib/aws';
import type { Run } from '../lib/context';
import { exclusively } from '../lib/exclusive';
import { type StackFlags, withCommonFlags, withParallel, withRemove, withSelection } from '../lib/flags';
import { planStacks } from '../lib/plan-stacks';
import { planReport } from '../lib/report';
import { exitCodeOf } from '../lib/rollout';
import { synthAndSelect } from '../lib/select';
import { terraformEnvironment } from '../lib/terraform-env';
import { refuseOmissions } from '../removal/refuse';

/** `fleet plan` */
export function registerPlan(program: Command, run: Run): void {
  withCommonFlags(withRemove(withParallel(withSelection(program.command('plan')))))
    .description('save a plan of every selected stack as a plan set; changes nothing in AWS')
    .action(
      run((context, flags: StackFlags) =>
        exclusively(context.workspace.state, 'plan', async () => {
          terraformEnvironment(context.workspace, context.env);
          const selected = await synthAndSelect(context, flags);
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
