import type { LoadedEnvironment } from '../../environments/schema';
import type { StackContent } from '../applied/changed';
import type { Context } from '../cli/context';
import { blocked, interruption } from '../cli/errors';
import { type PlanSet, planFile, removePlans } from '../plan-set/folder';
import { planStacks } from '../plan-set/plan-stacks';
import { verifyPlanSet } from '../plan-set/verify';
import type { StackModel } from '../review/model';
import { terminal } from '../review/render/terminal';
import { forbiddenAlone, guardOf, reviewOf } from '../review/review-of';
import type { ReviewedStack, RolloutReview } from './stack-review';

/** What to review before anything is applied. */
export interface ReviewRequest {
  loaded: LoadedEnvironment;
  /** Stacks to be rolled out. */
  left: readonly StackContent[];
  /** Stacks unchanged since they were last applied. */
  done: readonly StackContent[];
  /** Values of `--remove`. */
  remove: readonly string[];
  by: string;
  /** The given plan set, if any. */
  planSet: PlanSet | undefined;
  parallel: number;
}

/** Plans deployed stacks; new ones are planned during the rollout, since they need earlier ones. */
async function planLeft(
  context: Context,
  { loaded, left, done, remove, by, parallel }: ReviewRequest,
): Promise<PlanSet> {
  const deployed = left.filter((of) => of.deployed);
  const { set } = await planStacks(
    context,
    {
      loaded,
      stacks: deployed,
      unplanned: left.filter((of) => !of.deployed),
      skipped: done.map(({ stack: { id } }) => ({ id, why: 'as last applied' })),
      remove,
      role: 'deploy',
      by,
    },
    parallel,
  );
  if (!context.interrupt.signal.aborted) return set;
  removePlans(set.folder);
  throw interruption('interrupted while planning; nothing was changed', 'run the same command again');
}

/** The stacks of a plan set, with their saved plans. */
export const reviewedStacks = ({ manifest, model, folder }: PlanSet): Map<string, ReviewedStack> =>
  new Map(
    model.stacks.flatMap((stack): [string, ReviewedStack][] => {
      const { id } = stack.stack;
      const facts = manifest.facts.stacks[id];
      if (!facts) return [];
      return [[id, { model: stack, facts, ...(facts.plan && { file: planFile(folder, id) }) }]];
    }),
  );

/**
 * Reviews a whole rollout before anything is applied. Throws a blocked error (exit 3) if the guard forbids any
 * of it, and a usage error if a given plan set no longer applies.
 * @returns the review to judge each stack by; `close` removes plans made only for this rollout
 */
export async function reviewBefore(
  context: Context,
  request: ReviewRequest,
): Promise<RolloutReview & { close(): void }> {
  const { loaded, planSet } = request;
  const guard = guardOf(context.workspace.root, loaded);
  if (planSet) await verifyPlanSet(context, planSet, request);
  const set = planSet ?? (await planLeft(context, request));
  const close = () => {
    if (!planSet) removePlans(set.folder);
  };
  try {
    const review = reviewOf(guard, set);
    context.say(terminal(review));
    if (review.verdict.outcome === 'blocked')
      throw blocked(
        `the guard of ${loaded.environment.name} forbids this rollout; nothing was changed`,
        `read the review: npx fleet review ${set.folder}`,
        { verdict: review.verdict, planSet: set.folder },
      );
    return {
      loaded,
      production: set.model.production,
      stacks: reviewedStacks(set),
      exact: planSet !== undefined,
      forbidden: (model: StackModel) => forbiddenAlone(guard, set.model, model),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
