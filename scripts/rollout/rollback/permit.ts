import { blocked } from '../../cli/errors';
import type { StackModel } from '../../review/model';
import type { RolloutReview } from '../stack-review';
import { whyUnsafe } from './safe';

const problemsOf = ({ stack, changes }: StackModel): string[] =>
  changes.flatMap((change) => {
    const why = whyUnsafe(change);
    return why ? [`${stack.id} ${change.address}: ${why}`] : [];
  });

/**
 * Restricts a review to safe changes, for a rollback, including when a stack is planned again in its turn. Throws a
 * blocked error with every unsafe change.
 * @param stacks ids of the stacks to revert
 */
export function permitRollback<T extends RolloutReview>(review: T, stacks: readonly string[]): T {
  const unplanned = stacks.filter((id) => !review.stacks.has(id));
  const problems = [
    ...unplanned.map((id) => `${id}: it could not be planned`),
    ...[...review.stacks.values()].flatMap(({ model }) => problemsOf(model)),
  ];
  if (problems.length > 0)
    throw blocked(
      `this cannot be rolled back; nothing was changed:\n${problems.join('\n')}`,
      'fix it forward: change the configuration, and roll out; docs/rollback.md says what can be rolled back',
    );
  return {
    ...review,
    forbidden: (model) => problemsOf(model)[0] ?? review.forbidden(model),
  };
}
