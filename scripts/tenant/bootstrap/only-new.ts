import { blocked } from '../../cli/errors';
import type { ReviewedChange, StackModel } from '../../review/model';
import type { RolloutReview } from '../../rollout/stack-review';

/** What touches nobody who is there: something new, what is the new tenants' own, and what AWS alone has changed. */
const isOwn = ({ action, address, owner, section }: ReviewedChange, owners: ReadonlySet<string>) =>
  action === 'create' ||
  action === 'import' ||
  action === 'none' ||
  section === 'drift' ||
  // A cell has it only while one of its tenants has a provider with a secret, so it goes with the last of them.
  (action === 'delete' && address.includes('.identity-provider_')) ||
  (owner !== undefined && owners.has(owner));

/**
 * A review of what is done to tenants, which changes nothing else in their cells: whatever else is about to be rolled out
 * there goes its own way. Throws a blocked error that names it.
 */
export function permitOnlyNew<T extends RolloutReview>(
  review: T,
  { environment, tenants }: { environment: string; tenants: readonly string[] },
): T {
  const owners = new Set(tenants.map((id) => `tenant:${id}`));
  const others = ({ stack, changes }: StackModel) =>
    changes
      .filter((change) => !isOwn(change, owners))
      .map(({ action, address }) => `${stack.id}: ${action} ${address}`);
  const found = [...review.stacks.values()].flatMap(({ model }) => others(model));
  if (found.length > 0) {
    const stacks = [...review.stacks.values()].filter(({ model }) => others(model).length > 0);
    throw blocked(
      `more than what is the tenants' own is about to be rolled out; nothing was applied:\n${found.join('\n')}`,
      `roll that out first: npx fleet rollout --env ${environment} --stack ${stacks.map(({ model }) => model.stack.id).join(',')}; or take it back`,
    );
  }
  return { ...review, forbidden: (model) => others(model)[0] ?? review.forbidden(model) };
}
