import { compareWithApplied } from '../applied/changed';
import { callerIdentity } from '../aws/credentials';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import type { StackFlags } from '../cli/flags';
import { withLock } from '../cli/with-lock';
import { planStacks } from '../plan-set/plan-stacks';
import { writeReports } from '../review/reports';
import { guardOf, reviewOf } from '../review/review-of';
import { exitCodeOf } from '../rollout/rollout';
import { selectAndSynth } from '../selection/select';
import { terraformEnvironment } from '../terraform/environment';

/** Flags of `fleet drift`. */
export interface DriftFlags extends StackFlags {
  /** Folder for the reports. */
  out?: string;
}

/**
 * `fleet drift`: compares AWS with the states, as the plan role, and writes the review's reports of manual
 * changes. Exit 3 if there are any, 1 if a stack could not be checked.
 */
export const driftCommand = (context: Context, flags: DriftFlags): Promise<CommandResult> =>
  withLock(context.workspace.state, 'plan', async () => {
    const { environment, loaded, stacks } = await selectAndSynth(context, { ...flags, remove: [] });
    const by = await callerIdentity(environment.regions[0] as string, context.env);
    const compared = await compareWithApplied(context, environment, stacks, 'look');
    terraformEnvironment(context.workspace, context.env);
    const { set, ends } = await planStacks(
      context,
      {
        loaded,
        stacks: compared.filter(({ deployed }) => deployed),
        unplanned: [],
        skipped: compared.flatMap(({ deployed, stack: { id } }) =>
          deployed ? [] : [{ id, why: 'it is not deployed yet' }],
        ),
        remove: [],
        role: 'plan',
        driftOnly: true,
        by,
      },
      flags.parallel,
    );
    const review = reviewOf(guardOf(context.workspace.root, loaded), set);
    const { data, text } = writeReports(review, set.folder, flags.out);
    const failed = exitCodeOf(ends);
    const drifted = set.model.stacks.some(({ changes }) => changes.length > 0);
    return {
      data: { drifted, ...data },
      text,
      exitCode: failed || (drifted ? exitCodes.blocked : exitCodes.done),
    };
  });
