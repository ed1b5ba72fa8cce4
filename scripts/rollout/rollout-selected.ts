import type { LoadedEnvironment } from '../../environments/schema';
import { compareWithApplied, type StackContent } from '../applied/changed';
import type { Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import type { PlanSet } from '../plan-set/folder';
import type { StackInfo } from '../selection/stacks';
import { terraformEnvironment } from '../terraform/environment';
import { homeOf, withRun } from './begin-run';
import { reviewBefore } from './review-before';
import { exitCodeOf, type RolloutEnd, rollout } from './rollout';
import type { RolloutReview } from './stack-review';

/** Stacks that are synthesized, and how they are to be rolled out. */
export interface SelectedRollout {
  loaded: LoadedEnvironment;
  stacks: readonly StackInfo[];
  /** Values of `--remove`. */
  removable: ReadonlySet<string>;
  /** The flags that selected the stacks, for whoever goes on with the run. */
  selection: object;
  parallel: number;
  /** ARN of whoever rolls out. */
  by: string;
  /** Plan stacks, too, that are as they were last applied. */
  refresh: boolean;
  /** Id of a run to go on with. */
  resume?: string;
  /** Saved plans, and nothing else, are applied. */
  planSet?: PlanSet;
  /** It goes back to what stood before, so a gate has no baseline, and the working tree's decisions are not asked. */
  rollback?: boolean;
  /** Looks at the review of these stacks, before anything is begun. Throws a blocked error. */
  permit?<T extends RolloutReview>(review: T, stacks: readonly string[]): T;
  /** Asked before anything is begun, if there is anything to do. Throws unless the user agrees. */
  agree(): Promise<void>;
}

const skipped = ({ stack: { id } }: StackContent): RolloutEnd => ({
  id,
  seconds: 0,
  outcome: 'skipped',
  counts: { create: 0, update: 0, replace: 0, delete: 0 },
});

/**
 * Rolls out those stacks that are not as they were last applied: reviews all of it first, and begins a run with a ledger
 * if the guard lets it pass. Without any, nothing is started.
 */
export async function rolloutSelected(
  context: Context,
  request: SelectedRollout,
): Promise<{ run: string | undefined; ends: RolloutEnd[]; gate?: string }> {
  const { loaded, stacks, removable, selection, parallel, by, refresh, resume, planSet, agree } = request;
  const { rollback = false, permit = (given) => given } = request;
  const { environment } = loaded;
  const compared = await compareWithApplied(context, environment, stacks, 'change');
  const left = compared.filter(({ current }) => refresh || !current);
  const done = compared.filter((one) => !left.includes(one));
  if (done.length > 0)
    context.say(
      `${done.length} of ${compared.length} stacks are as they were last applied, and are not planned (--refresh plans them all the same)`,
    );
  const ended = done.map(skipped);
  if (left.length === 0) return { run: undefined, ends: ended };
  terraformEnvironment(context.workspace, context.env);
  const reviewed = await reviewBefore(context, {
    loaded,
    left,
    done,
    remove: [...removable],
    by,
    planSet,
    parallel,
  });
  try {
    const ids = left.map(({ stack }) => stack.id);
    const review = permit(reviewed, ids);
    await agree();
    const toRun = {
      command: 'rollout' as const,
      environment: environment.name,
      home: homeOf(environment, stacks),
      selection,
      stacks: ids,
    };
    return await withRun(context, { environment, request: toRun, resume, by, refresh }, async (run) => {
      const { ends, gate } = await rollout(
        context,
        run,
        { loaded, stacks: left, removable, review, rollback },
        parallel,
      );
      const code = exitCodeOf(ends, gate);
      const outcome = code === exitCodes.done ? 'done' : code === exitCodes.halted ? 'halted' : 'incomplete';
      return { result: { run: run.ledger.run, ends: [...ended, ...ends], ...(gate && { gate }) }, outcome };
    });
  } finally {
    reviewed.close();
  }
}
