import { Denied } from '../denied';
import { type Item, status, text } from '../item';
import type { Claimant } from './claimant';

/** Names of the tables, and the function's region. */
export interface TenantTables {
  /** Table `user_id` → `tenant_id`. */
  usersTable: string;
  /** Table (`tenant_id`, `region`) → the tenant's pool and status. */
  registryTable: string;
  /** The function's region, which selects the tables' replica and its part of the registry. */
  region: string;
}

/** The user's tenant. */
export interface Mapping {
  userId: string;
  tenantId: string;
}

/** The tenant's pool and status in one region. */
export interface Registration {
  tenantId: string;
  region: string;
  userPoolId: string;
  status: 'active' | 'suspended';
}

export const mappingOf = (item: Item): Mapping => ({
  userId: text(item, 'user_id'),
  tenantId: text(item, 'tenant_id'),
});

/** @param marked whether an operator has suspended the tenant */
export const registrationOf = (item: Item, marked = false): Registration => ({
  tenantId: text(item, 'tenant_id'),
  region: text(item, 'region'),
  userPoolId: text(item, 'user_pool_id'),
  status: marked ? 'suspended' : status(item),
});

/**
 * Throws Denied, with the first reason that applies, unless the registry has exactly this pool for the tenant in this
 * region, and the tenant is active.
 */
export function assertRegistered(claimant: Claimant, registration: Registration | undefined): void {
  const { tenantId, userPoolId, region } = claimant;
  if (!registration) throw new Denied('tenant-unknown');
  if (registration.tenantId !== tenantId || registration.region !== region)
    throw new Denied('store-malformed', { record: 'registration' });
  if (registration.userPoolId !== userPoolId) throw new Denied('pool-not-registered');
  if (registration.status !== 'active') throw new Denied('tenant-suspended');
}

/** Throws Denied unless the mapping has exactly this user in this tenant. */
export function assertMapped({ userId, tenantId }: Claimant, mapping: Mapping | undefined): void {
  if (!mapping) throw new Denied('user-not-mapped');
  if (mapping.userId !== userId) throw new Denied('store-malformed', { record: 'mapping' });
  if (mapping.tenantId !== tenantId) throw new Denied('user-of-another-tenant', { by: 'mapping' });
}
