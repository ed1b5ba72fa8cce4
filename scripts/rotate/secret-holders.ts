import type { LoadedEnvironment } from '../../environments/schema';
import { type PoolProvider, providersOf } from '../selection/identity-providers';
import { type PoolLocation, poolsOf } from '../selection/pools';
import { byAccount, byRegion, type Criterion, selectBy } from '../selection/selection';

/** An identity provider of a pool that needs a secret, and where the secret comes from. */
export type SecretHolder = PoolLocation & { provider: string } & NonNullable<PoolProvider['secret']>;

/** Every identity provider of an environment that needs a secret, pool by pool. */
export const secretHolders = (loaded: LoadedEnvironment): SecretHolder[] =>
  poolsOf(loaded).flatMap((place) =>
    providersOf(loaded, place).flatMap(({ provider, secret }) =>
      secret ? [{ ...place, provider, ...secret }] : [],
    ),
  );

const criteria: Criterion<SecretHolder>[] = [
  byAccount,
  byRegion,
  {
    flag: 'tenant',
    matches: ({ tenant }, value) => tenant === value,
    known: ({ tenant }) => (tenant ? [tenant] : []),
  },
  {
    flag: 'provider',
    matches: ({ provider }, value) => provider === value,
    known: ({ provider }) => [provider],
  },
];

/** Flags of `fleet rotate federation-secret` that narrow it down. */
export interface HolderSelection {
  env?: string;
  account?: string[];
  region?: string[];
  tenant?: string[];
  provider?: string[];
}

/** The providers that fit every flag. Throws a usage error that names what there is. */
export const selectHolders = (holders: readonly SecretHolder[], selection: HolderSelection): SecretHolder[] =>
  selectBy(
    holders,
    criteria,
    { ...selection },
    {
      noun: 'identity provider with a secret',
      name: ({ account, region, pool, provider }) => `${provider} of ${pool} (${account}, ${region})`,
    },
  );
