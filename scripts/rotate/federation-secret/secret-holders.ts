import { domainPrefix } from '../../../environments/names';
import { inRolloutRegions } from '../../../environments/placement';
import type { LoadedEnvironment } from '../../../environments/schema';
import { signInHost } from '../../aws/sign-in-domain';
import { type PoolProvider, providersOf } from '../../selection/identity-providers';
import { type PoolLocation, poolsOf } from '../../selection/pools';
import { byAccount, byRegion, type Criterion, selectBy } from '../../selection/selection';

/** An identity provider of a pool that needs a secret, and the source of that secret. */
export type SecretHolder = PoolLocation & {
  provider: string;
  /** Host of the pool's sign-in domain, to which the provider sends users back. */
  host: string;
} & NonNullable<PoolProvider['secret']>;

/** Short name of a provider in one region, for messages and step names. */
export const providerName = ({ account, region, pool, provider }: SecretHolder): string =>
  `${account}/${region}/${pool}/${provider}`;

/** Every identity provider of an environment that needs a secret, regions in rollout order. */
export const secretHolders = (loaded: LoadedEnvironment): SecretHolder[] =>
  inRolloutRegions(
    poolsOf(loaded).flatMap((place) => {
      const host = signInHost(domainPrefix(loaded.environment, place.tenant ?? place.flow), place.region);
      return providersOf(loaded, place).flatMap(({ provider, secret }) =>
        secret ? [{ ...place, provider, host, ...secret }] : [],
      );
    }),
    loaded.environment,
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

/** Flags of `fleet rotate federation-secret` that narrow the selection. */
export interface HolderSelection {
  env?: string;
  account?: string[];
  region?: string[];
  tenant?: string[];
  provider?: string[];
}

/** The providers that match every flag. Throws a usage error that lists the possible values. */
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
