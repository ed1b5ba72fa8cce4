import { failure } from '../cli/errors';
import type { PoolLocation } from '../selection/pools';
import type { Stage } from './stage';

/** Id of a pool's app client by name. Throws if there is none. */
export async function clientId(
  { pools }: Stage,
  place: PoolLocation & { id: string },
  name: string,
): Promise<string> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(await pools.access(place));
  try {
    const pages = sdk.paginateListUserPoolClients({ client }, { UserPoolId: place.id, MaxResults: 60 });
    for await (const { UserPoolClients = [] } of pages)
      for (const { ClientName, ClientId } of UserPoolClients)
        if (ClientName === name && ClientId) return ClientId;
  } finally {
    client.destroy();
  }
  throw failure(`user pool ${place.pool} has no app client "${name}"`);
}
