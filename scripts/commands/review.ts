import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';
import type { ReviewFlags } from '../review/review-command';

/** `fleet review` */
export function registerReview(program: Command, run: Run): void {
  withCommonFlags(program.command('review <plan-set> [other-plan-set]'))
    .description('report what a plan set would do, how risky it is, and whether the guard lets it pass')
    .option('--out <folder>', 'folder for the reports; default: beside the plan set')
    .action((first: string, second: string | undefined, flags: ReviewFlags) =>
      run(async (context, given: ReviewFlags) => {
        const { reviewCommand, compareCommand } = await import('../review/review-command');
        return second ? compareCommand(context, first, second) : reviewCommand(context, first, given);
      })(flags),
    );
}
