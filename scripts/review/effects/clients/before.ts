import type { Attributes, EffectContext, PlannedResource } from '../../planned';
import { valueAt } from '../values';

/**
 * Clients that a client is compared with: itself as it was. One that is new in a pool that stands is compared with all
 * that the pool had, since it gives the pool's users nothing that they did not have; in a new pool, or in one without
 * clients, there is nothing to compare with.
 */
export function clientsBefore(
  change: PlannedResource,
  { resources }: Pick<EffectContext, 'resources'>,
): Attributes[] {
  const { before, after, action } = change;
  if (!after) return [];
  if (before) return [before];
  const pool = valueAt(after, 'user_pool_id');
  // While the pool is not there, its id is not known.
  if (action !== 'create' || pool === undefined) return [];
  return resources.flatMap((one) =>
    one.type === change.type && one.before?.user_pool_id === pool ? [one.before] : [],
  );
}
