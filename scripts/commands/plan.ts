import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags, withParallel, withRemove, withSelection } from '../cli/flags';
import type { PlanFlags } from '../plan-set/plan-command';

/** `fleet plan` */
export function registerPlan(program: Command, run: Run): void {
  withCommonFlags(withRemove(withParallel(withSelection(program.command('plan')))))
    .description('save a plan of every selected stack as a plan set; changes nothing in AWS')
    .option('--changed', 'only stacks that have changed since they were last applied')
    .option('--deploy', 'plan as the deploy role, so that "rollout --plan" can apply the plans')
    .option('--seal', 'encrypt the plan set with the state key, so that it can be passed on; needs --deploy')
    .action(
      run(async (context, flags: PlanFlags) =>
        (await import('../plan-set/plan-command')).planCommand(context, flags),
      ),
    );
}
