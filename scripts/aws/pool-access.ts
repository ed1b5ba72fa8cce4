import { roleArn } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { failure } from '../cli/errors';
import type { PoolLocation } from '../selection/pools';
import { assumeRole, type ClientConfig } from './credentials';

type Place = Pick<PoolLocation, 'account' | 'region'>;

/** Access to the environment's accounts with one role, and the ids of pools there. Both are cached. */
export interface PoolAccess {
  access(place: Place): Promise<ClientConfig>;
  /** Id of the pool with that name; undefined if there is none. Throws if two pools have it. */
  poolId(place: Place & { pool: string }): Promise<string | undefined>;
}

/** Ids of all pools of an account in a region, by name. */
async function listPools(config: ClientConfig): Promise<Map<string, string[]>> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(config);
  const ids = new Map<string, string[]>();
  try {
    // Cognito returns at most 60.
    for await (const { UserPools = [] } of sdk.paginateListUserPools({ client }, { MaxResults: 60 }))
      for (const { Name = '', Id = '' } of UserPools) ids.set(Name, [...(ids.get(Name) ?? []), Id]);
    return ids;
  } finally {
    client.destroy();
  }
}

/** @param role name of the role to use, the same in every account */
export function poolAccess(environment: Environment, role: string): PoolAccess {
  const configs = new Map<string, Promise<ClientConfig>>();
  const lists = new Map<string, Promise<Map<string, string[]>>>();
  const once = <T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
    const found = kept.get(key) ?? make();
    kept.set(key, found);
    return found;
  };
  const access = ({ account, region }: Place) =>
    once(configs, `${account} ${region}`, () => assumeRole(roleArn(environment, account, role), region));
  return {
    access,
    async poolId(place) {
      const { account, region, pool } = place;
      const pools = await once(lists, `${account} ${region}`, async () => listPools(await access(place)));
      const [id, other] = pools.get(pool) ?? [];
      if (other)
        throw failure(
          `account ${account} has more than one user pool "${pool}" in ${region}: ${id}, ${other}`,
          'find out which of them its stack created, and delete the other',
        );
      return id;
    },
  };
}
