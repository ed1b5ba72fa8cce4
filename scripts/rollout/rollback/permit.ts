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
 * A review of a rollback, whose every change has to be a safe one, also where a stack is planned anew at its turn. Throws a
 * blocked error with all that is not.
 * @param stacks ids of the stacks that go back
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
      'mend it forwards: change the configuration, and roll out; docs/rollback.md says what goes back, and what does not',
    );
  return {
    ...review,
    forbidden: (model) => problemsOf(model)[0] ?? review.forbidden(model),
  };
}
