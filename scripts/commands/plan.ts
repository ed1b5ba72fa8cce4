import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags, withParallel, withRemove, withSelection } from '../cli/flags';
import type { PlanFlags } from '../rollout/plan-command';

/** `fleet plan` */
export function registerPlan(program: Command, run: Run): void {
  withCommonFlags(withRemove(withParallel(withSelection(program.command('plan')))))
    .description('save a plan of every selected stack as a plan set; changes nothing in AWS')
    .option('--changed', 'only stacks that are not as they were last applied')
    .action(
      run(async (context, flags: PlanFlags) =>
        (await import('../rollout/plan-command')).planCommand(context, flags),
      ),
    );
}
