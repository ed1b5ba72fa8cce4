import type { LoadedEnvironment } from '../../../environments/schema';
import type { PlanSet } from '../../plan-set/folder';
import { forbiddenAlone, guardOf } from '../../review/review-of';
import { reviewedStacks } from '../review-before';
import type { RolloutReview } from '../stack-review';
import type { Begun } from './begun';

/**
 * The review that a joining runner judges by: the first runner's, which the guard has passed. It plans each stack
 * in its turn, unless it was given the same plan set that the first runner verified.
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
