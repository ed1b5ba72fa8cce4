import type { Claimant } from '../shared/tenants/claimant';
import { assertMapped, assertRegistered, type Mapping, type Registration } from '../shared/tenants/records';

/** The store's records: the user's tenant, and the tenant's registration in the region. */
export interface Records {
  mapping?: Mapping | undefined;
  registration?: Registration | undefined;
}

/**
 * `tenant_id`, only if all sources agree on it: the alias that the pool called through and the user's own
 * attribute (both in the claimant), the user's mapping, and the registry. Throws Denied with the first reason
 * that applies.
 */
export function decide(claimant: Claimant, { mapping, registration }: Records): { tenant_id: string } {
  assertMapped(claimant, mapping);
  assertRegistered(claimant, registration);
  return { tenant_id: claimant.tenantId };
}
