import type { LoadedEnvironment } from '../../../environments/schema';
import type { ClientConfig } from '../../aws/credentials';
import type { PoolAccess } from '../../aws/pool-access';
import type { StateStores } from '../../aws/state-stores';
import { messageOf } from '../../cli/errors';
import { providersOf } from '../../selection/identity-providers';
import type { PoolLocation } from '../../selection/pools';
import { certificateDates, signingCertificates } from './certificates';
import type { Item } from './item';
import { ownerOf, readFederationSecret } from './read-federation';

/** Certificates of a SAML provider, and the one with which the pool signs requests to it. */
async function samlCertificates(config: ClientConfig, UserPoolId: string, ProviderName: string) {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(config);
  try {
    const { IdentityProvider } = await client.send(
      new sdk.DescribeIdentityProviderCommand({ UserPoolId, ProviderName }),
    );
    const { MetadataURL: url, MetadataFile: file = '' } = IdentityProvider?.ProviderDetails ?? {};
    const { Certificate = '' } = await client.send(new sdk.GetSigningCertificateCommand({ UserPoolId }));
    return {
      url,
      theirs: signingCertificates(file),
      changed: IdentityProvider?.LastModifiedDate,
      ours: certificateDates(Certificate),
    };
  } finally {
    client.destroy();
  }
}

type Place = Pick<Item, 'account' | 'region' | 'owner'>;

async function readSaml(
  config: ClientConfig,
  userPoolId: string,
  place: Place,
  { pool, provider }: { pool: string; provider: string },
): Promise<Item[]> {
  const { url, theirs, changed, ours } = await samlCertificates(config, userPoolId, provider);
  const name = `${pool}/${provider}`;
  const request: Item = {
    ...place,
    kind: 'SAML request certificate',
    name: pool,
    ...(ours ? { created: ours.created, expires: ours.expires } : { failed: 'Cognito shows no certificate' }),
  };
  // "Amazon Cognito automatically refreshes metadata every six hours or before the metadata expires" (developer guide,
  // "Adding and managing SAML identity providers in a user pool").
  if (url)
    return [
      { ...place, kind: 'SAML certificate', name, byItself: `Cognito fetches ${url} every six hours` },
      request,
    ];
  if (theirs.length === 0)
    return [
      { ...place, kind: 'SAML certificate', name, failed: 'its metadata holds no certificate' },
      request,
    ];
  return [
    ...theirs.map(
      ({ fingerprint, carried, ...dates }): Item => ({
        ...place,
        kind: 'SAML certificate',
        name: `${name} ${fingerprint}`,
        ...dates,
        // Both have been accepted since then, and someone has to confirm that the provider has switched.
        ...(carried && changed && { underWay: changed }),
      }),
    ),
    request,
  ];
}

async function readSamlProvider(
  pools: PoolAccess,
  location: PoolLocation,
  provider: string,
  place: Place,
): Promise<Item[]> {
  const { pool } = location;
  const item: Item = { ...place, kind: 'SAML certificate', name: `${pool}/${provider}` };
  try {
    const config = await pools.access(location);
    const userPoolId = await pools.poolId(location);
    if (!userPoolId) return [{ ...item, failed: `there is no user pool ${pool}: roll out its stack` }];
    return await readSaml(config, userPoolId, place, { pool, provider });
  } catch (error) {
    return [{ ...item, failed: messageOf(error) }];
  }
}

/** Reads the secrets and certificates of a pool's identity providers. Problems go into the items; it never throws them. */
export async function readProviders(
  pools: PoolAccess,
  stores: Pick<StateStores, 'of'>,
  loaded: LoadedEnvironment,
  location: PoolLocation,
): Promise<Item[]> {
  const { account, region, tenant } = location;
  const place = { account, region, owner: ownerOf(loaded, tenant) };
  const found: Item[] = [];
  for (const { provider, secret } of providersOf(loaded, location))
    if (secret)
      found.push(await readFederationSecret(pools, stores, loaded, { ...location, provider, ...secret }));
    else found.push(...(await readSamlProvider(pools, location, provider, place)));
  return found;
}
