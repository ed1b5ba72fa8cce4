import { Denied } from '../shared/denied';
import type { PreTokenEvent } from '../shared/event';

/** Who asks for a token, by the pool's own word. */
export interface Claimant {
  userId: string;
  /** The immutable `custom:tenant_id` of the user. */
  tenantId: string;
  userPoolId: string;
  region: string;
}

/** What the store says: the user's tenant, and the tenant's place in the region. */
export interface Records {
  mapping?: { userId: string; tenantId: string };
  registration?: { tenantId: string; region: string; userPoolId: string; status: 'active' | 'suspended' };
}

/** Throws Denied (`tenant-attribute-missing`): a user who names no tenant belongs to none. */
export function claimantOf({ userPoolId, request }: PreTokenEvent, region: string): Claimant {
  const { sub = '', 'custom:tenant_id': tenantId } = request.userAttributes;
  if (!tenantId) throw new Denied('tenant-attribute-missing');
  return { userId: sub, tenantId, userPoolId, region };
}

/**
 * `tenant_id`, only if three sources agree on it: the user's own attribute, the user's mapping, and the
 * registry, which must have this very pool for the tenant in this region, and the tenant active.
 * Throws Denied with the first reason that holds.
 */
export function decide(claimant: Claimant, { mapping, registration }: Records): { tenant_id: string } {
  const { userId, tenantId, userPoolId, region } = claimant;
  if (!mapping) throw new Denied('user-not-mapped');
  if (mapping.userId !== userId) throw new Denied('store-malformed', { record: 'mapping' });
  if (mapping.tenantId !== tenantId) throw new Denied('user-of-another-tenant');

  if (!registration) throw new Denied('tenant-unknown');
  if (registration.tenantId !== tenantId || registration.region !== region)
    throw new Denied('store-malformed', { record: 'registration' });
  if (registration.userPoolId !== userPoolId) throw new Denied('pool-not-registered');
  if (registration.status !== 'active') throw new Denied('tenant-suspended');
  return { tenant_id: tenantId };
}
