import type { Environment, IdentityPool } from '../schema';

/** An identity pool of an environment, and the path of its settings. */
export interface PlacedIdentityPool {
  path: readonly PropertyKey[];
  pool: IdentityPool;
  /** Custom attributes of the user pool behind it. */
  declared: readonly string[];
}

/** An environment's identity pools, one for each flow that has one. */
export const identityPools = ({ customer, internal }: Partial<Environment>): PlacedIdentityPool[] => {
  const declared = Object.keys(internal?.okta.attributes ?? {}).filter((name) => name.startsWith('custom:'));
  return [
    { path: ['customer', 'identityPool'], pool: customer?.identityPool, declared: [] },
    { path: ['internal', 'identityPool'], pool: internal?.identityPool, declared },
  ].flatMap(({ pool, ...rest }) => (pool ? [{ pool, ...rest }] : []));
};
