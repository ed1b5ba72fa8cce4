import { Denied } from '../denied';
import { identitiesOf } from '../identities';

/** The user, according to the pool, and the tenant on whose behalf the pool called. */
export interface Claimant {
  userId: string;
  /** The tenant whose alias the pool called through. */
  tenantId: string;
  userPoolId: string;
  region: string;
}

interface UserOfPool {
  userPoolId: string;
  request: { userAttributes: Record<string, string> };
}

/**
 * The user, as one of the tenant whose pool called. A native user has the immutable
 * `custom:tenant_id`; a federated user does not, since no identity provider may set that attribute.
 * Throws Denied (`tenant-attribute-missing`, or `user-of-another-tenant` if it names another).
 */
export function claimantOf(
  { userPoolId, request: { userAttributes } }: UserOfPool,
  { tenantId, region }: Pick<Claimant, 'tenantId' | 'region'>,
): Claimant {
  const { sub = '', 'custom:tenant_id': attribute } = userAttributes;
  if (attribute && attribute !== tenantId) throw new Denied('user-of-another-tenant', { by: 'attribute' });
  if (!attribute && identitiesOf(userAttributes).length === 0) throw new Denied('tenant-attribute-missing');
  return { userId: sub, tenantId, userPoolId, region };
}
