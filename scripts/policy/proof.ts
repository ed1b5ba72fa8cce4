import { implies } from './implies';
import type { NormalPolicy } from './normal';

/**
 * What is proved for every request of an environment, without sampling:
 * `unchanged`, `only narrower` (nothing newly allowed), `only wider` (nothing newly denied), or nothing.
 */
export type Proof = 'unchanged' | 'only narrower' | 'only wider' | 'none';

/** Number of policies with this effect that are not provably implied by one of the others. */
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
 * Compares the normal forms of the policies that can apply in one environment.
 *
 * Cedar allows if some permit holds and no forbid does. Each policy is evaluated separately, and one that fails is
 * skipped. So fewer permits or more forbids can only narrow, and more permits or fewer forbids can only widen; a policy
 * with an additional condition holds in fewer cases. Linked policies that are the same on both sides do not change this.
 */
export function proofOf(before: readonly NormalPolicy[], after: readonly NormalPolicy[]): Proof {
  const widening = without(after, before, 'permit') + without(before, after, 'forbid');
  const narrowing = without(before, after, 'permit') + without(after, before, 'forbid');
  if (widening === 0) return narrowing === 0 ? 'unchanged' : 'only narrower';
  return narrowing === 0 ? 'only wider' : 'none';
}
