import { blocked } from '../../cli/errors';
import type { ReviewedChange, StackModel } from '../../review/model';
import type { RolloutReview } from '../../rollout/stack-review';

/** Changes that affect no existing tenant: new resources, the new tenants' own, and those that only AWS has changed. */
const isOwn = ({ action, address, owner, section }: ReviewedChange, owners: ReadonlySet<string>) =>
  action === 'create' ||
  action === 'import' ||
  action === 'none' ||
  section === 'drift' ||
  // A cell has it only while one of its tenants has a provider with a secret, so it goes with the last of those.
  (action === 'delete' && address.includes('.identity-provider_')) ||
  (owner !== undefined && owners.has(owner));

/**
 * Permits a review only if it changes nothing in the cells but these tenants: anything else pending there needs its own
 * rollout. Throws a blocked error that names it.
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
      `the rollout would change more than these tenants; nothing was applied:\n${found.join('\n')}`,
      `roll that out first: npx fleet rollout --env ${environment} --stack ${stacks.map(({ model }) => model.stack.id).join(',')}; or revert it`,
    );
  }
  return { ...review, forbidden: (model) => others(model)[0] ?? review.forbidden(model) };
}
