import { domainPrefix } from '../../../environments/names';
import { inRolloutRegions } from '../../../environments/placement';
import type { LoadedEnvironment } from '../../../environments/schema';
import { signInHost } from '../../aws/sign-in-domain';
import { type PoolProvider, providersOf } from '../../selection/identity-providers';
import { type PoolLocation, poolsOf } from '../../selection/pools';
import { byAccount, byRegion, type Criterion, selectBy } from '../../selection/selection';

/** An identity provider of a pool that needs a secret, and where the secret comes from. */
export type SecretHolder = PoolLocation & {
  provider: string;
  /** Host of the pool's sign-in domain, to which the provider sends people back. */
  host: string;
} & NonNullable<PoolProvider['secret']>;

/** A provider in one region in a few words, for messages and as the name of its steps. */
export const providerName = ({ account, region, pool, provider }: SecretHolder): string =>
  `${account}/${region}/${pool}/${provider}`;

/** Every identity provider of an environment that needs a secret, regions in the order of rollouts. */
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
