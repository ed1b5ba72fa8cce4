import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { type StackFlags, withCommonFlags, withParallel, withRemove, withSelection } from '../cli/flags';

/** `fleet plan` */
export function registerPlan(program: Command, run: Run): void {
  withCommonFlags(withRemove(withParallel(withSelection(program.command('plan')))))
    .description('save a plan of every selected stack as a plan set; changes nothing in AWS')
    .action(
      run(async (context, flags: StackFlags) =>
        (await import('../rollout/plan-command')).planCommand(context, flags),
      ),
    );
}
