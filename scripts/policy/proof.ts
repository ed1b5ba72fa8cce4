import { implies } from './implies';
import type { NormalPolicy } from './normal';

/**
 * What is known for every request of an environment, without asking any:
 * `unchanged`, `only narrower` (nothing newly allowed), `only wider` (nothing newly denied), or nothing.
 */
export type Proof = 'unchanged' | 'only narrower' | 'only wider' | 'none';

/** Policies of one effect that hold where none of the others does, as far as anybody can tell. */
const without = (
  policies: readonly NormalPolicy[],
  others: readonly NormalPolicy[],
  effect: NormalPolicy['effect'],
) =>
  policies.filter(
    (policy) =>
      policy.effect === effect && !others.some((other) => other.effect === effect && implies(policy, other)),
  ).length;

/**
 * Compares the policies that can apply in one environment, by their normal forms.
 *
 * Cedar allows if some permit holds and no forbid does, and each policy is evaluated for itself; one that fails is
 * skipped. So fewer permits or more forbids can only narrow, and more permits or fewer forbids can only widen; a policy
 * with a condition more holds in fewer cases. This stays true beside any linked policies that are the same on both sides.
 */
export function proofOf(before: readonly NormalPolicy[], after: readonly NormalPolicy[]): Proof {
  const widening = without(after, before, 'permit') + without(before, after, 'forbid');
  const narrowing = without(before, after, 'permit') + without(after, before, 'forbid');
  if (widening === 0) return narrowing === 0 ? 'unchanged' : 'only narrower';
  return narrowing === 0 ? 'only wider' : 'none';
}
