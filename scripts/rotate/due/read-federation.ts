import type { LoadedEnvironment } from '../../../environments/schema';
import type { ClientConfig } from '../../aws/credentials';
import type { PoolAccess } from '../../aws/pool-access';
import type { StateStores } from '../../aws/state-stores';
import { messageOf } from '../../cli/errors';
import type { SecretHolder } from '../federation-secret/secret-holders';
import { readRotation, rotationKey } from '../record';
import type { Item } from './item';

/** Current version of a secret, and its date. The API returns the value as well, which is ignored. */
async function currentVersion(config: ClientConfig, SecretId: string) {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client = new sdk.SecretsManagerClient(config);
  try {
    const { CreatedDate, VersionId } = await client.send(new sdk.GetSecretValueCommand({ SecretId }));
    return { created: CreatedDate as Date, version: VersionId };
  } catch (error) {
    if (error instanceof sdk.ResourceNotFoundException) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

/** The owner of a pool's providers. */
export const ownerOf = (
  { environment, tenants }: Pick<LoadedEnvironment, 'environment' | 'tenants'>,
  tenant: string | undefined,
): string => tenants.find(({ id }) => id === tenant)?.name ?? environment.tags.owner ?? 'no owner';

/**
 * Reads a provider's secret from AWS. A version in Secrets Manager that the record does not name is in progress: it has not
 * been proven, or not reached Cognito. Problems go into the item; it never throws them.
 */
export async function readFederationSecret(
  pools: Pick<PoolAccess, 'access'>,
  stores: Pick<StateStores, 'of'>,
  loaded: Pick<LoadedEnvironment, 'environment' | 'tenants'>,
  holder: Pick<SecretHolder, 'account' | 'region' | 'pool' | 'tenant' | 'provider' | 'secretName'>,
): Promise<Item> {
  const { account, region, pool, tenant, provider, secretName } = holder;
  const item: Item = {
    ...{ kind: 'federation secret', name: `${pool}/${provider}`, account, region },
    owner: ownerOf(loaded, tenant),
  };
  try {
    const current = await currentVersion(await pools.access(holder), secretName);
    if (!current) return { ...item, failed: `there is no secret ${secretName}` };
    const store = await stores.of({ account, stack: '' });
    const record =
      store && (await readRotation(store, rotationKey('federation-secret', region, `${pool}/${provider}`)));
    const { created, version } = current;
    return {
      ...item,
      created,
      ...(record?.last && { last: record.last }),
      ...(record?.last?.version !== version && { underWay: created }),
    };
  } catch (error) {
    return { ...item, failed: messageOf(error) };
  }
}
