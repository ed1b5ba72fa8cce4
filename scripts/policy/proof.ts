import type { NormalPolicy } from './normal';

/**
 * What is known for every request of an environment, without asking any:
 * `unchanged`, `only narrower` (nothing newly allowed), `only wider` (nothing newly denied), or nothing.
 */
export type Proof = 'unchanged' | 'only narrower' | 'only wider' | 'none';

type Policies = readonly Pick<NormalPolicy, 'effect' | 'form'>[];

const without = (policies: Policies, others: Policies, effect: 'permit' | 'forbid') =>
  policies.filter((policy) => policy.effect === effect && !others.some(({ form }) => form === policy.form))
    .length;

/**
 * Compares the policies that can apply in one environment, by their normal forms.
 *
 * Cedar allows if some permit holds and no forbid does, and each policy is evaluated for itself; one that fails is
 * skipped. So fewer permits or more forbids can only narrow, and more permits or fewer forbids can only widen. This
 * stays true beside any linked policies that are the same on both sides.
 */
export function proofOf(before: Policies, after: Policies): Proof {
  const widening = without(after, before, 'permit') + without(before, after, 'forbid');
  const narrowing = without(before, after, 'permit') + without(after, before, 'forbid');
  if (widening === 0) return narrowing === 0 ? 'unchanged' : 'only narrower';
  return narrowing === 0 ? 'only wider' : 'none';
}
