import type { Attributes, EffectContext, PlannedResource } from '../../planned';
import { valueAt } from '../values';

/**
 * What a client is compared with: its own earlier state. A new client in an existing pool is compared with all
 * of the pool's clients, since it may give users no more than those did; in a new pool, or in one without
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
  // A pool that does not exist yet has no known id.
  if (action !== 'create' || pool === undefined) return [];
  return resources.flatMap((one) =>
    one.type === change.type && one.before?.user_pool_id === pool ? [one.before] : [],
  );
}
