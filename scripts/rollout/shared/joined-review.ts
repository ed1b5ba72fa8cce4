import type { LoadedEnvironment } from '../../../environments/schema';
import type { PlanSet } from '../../plan-set/folder';
import { forbiddenAlone, guardOf } from '../../review/review-of';
import { reviewedStacks } from '../review-before';
import type { RolloutReview } from '../stack-review';
import type { Begun } from './begun';

/**
 * What a runner that joins a board judges by: the first runner's review, which the guard has let pass. It plans each stack
 * at its turn, unless it was given the very plan set that the first runner has verified.
 */
export function joinedReview(
  root: string,
  loaded: LoadedEnvironment,
  { review, production }: Begun,
  planSet: PlanSet | undefined,
): RolloutReview {
  const guard = guardOf(root, loaded);
  const about = { environment: loaded.environment.name, production };
  return {
    loaded,
    production,
    stacks: planSet ? reviewedStacks(planSet) : new Map(Object.entries(review)),
    exact: planSet !== undefined,
    forbidden: (model) => forbiddenAlone(guard, about, model),
  };
}
