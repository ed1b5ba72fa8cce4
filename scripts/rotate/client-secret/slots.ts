import type { ClientConfig } from '../../aws/credentials';
import { failure } from '../../cli/errors';
import { SecretValue } from '../secret-value';
import { type ClientHolder, holderName } from './holder';
import type { Slot } from './state';

/** An app client's secrets in Cognito. */
export interface Slots {
  clientId: string;
  list(): Promise<Slot[]>;
  /** The secret that Cognito generated for the client, as long as it works. */
  shown(): Promise<SecretValue | undefined>;
  /** Adds a secret and returns the id of its slot; undefined when both slots are taken. */
  add(value: SecretValue): Promise<string | undefined>;
  /** Deletes a secret; does nothing if it is already gone. */
  remove(id: string): Promise<void>;
  close(): void;
}

/** Id of the pool's app client with this name. Throws unless there is exactly one. */
async function clientIdOf(
  sdk: typeof import('@aws-sdk/client-cognito-identity-provider'),
  client: InstanceType<typeof sdk.CognitoIdentityProviderClient>,
  UserPoolId: string,
  holder: ClientHolder,
): Promise<string> {
  const ids: string[] = [];
  for await (const { UserPoolClients = [] } of sdk.paginateListUserPoolClients(
    { client },
    { UserPoolId, MaxResults: 60 },
  ))
    for (const { ClientName, ClientId } of UserPoolClients)
      if (ClientName === holder.client && ClientId) ids.push(ClientId);
  const [id, other] = ids;
  if (id && !other) return id;
  throw failure(
    `user pool ${holder.pool} has ${other ? `more than one app client "${holder.client}": ${ids.join(', ')}` : `no app client "${holder.client}"`} (${holderName(holder)})`,
    other ? 'find out which of them its stack created, and delete the other' : 'roll out its stack first',
  );
}

/** Opens the slots of a holder's client. Throws when there is no such client, or more than one. */
export async function openSlots(
  config: ClientConfig,
  UserPoolId: string,
  holder: ClientHolder,
): Promise<Slots> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient({ maxAttempts: 10, ...config });
  const ClientId = await clientIdOf(sdk, client, UserPoolId, holder).catch((error) => {
    client.destroy();
    throw error;
  });
  const at = { UserPoolId, ClientId };
  return {
    clientId: ClientId,
    async list() {
      const { ClientSecrets = [] } = await client.send(new sdk.ListUserPoolClientSecretsCommand(at));
      return ClientSecrets.map(({ ClientSecretId = '', ClientSecretCreateDate = new Date(0) }) => ({
        id: ClientSecretId,
        created: ClientSecretCreateDate,
      }));
    },
    async shown() {
      const { UserPoolClient } = await client.send(new sdk.DescribeUserPoolClientCommand(at));
      return UserPoolClient?.ClientSecret ? new SecretValue(UserPoolClient.ClientSecret) : undefined;
    },
    async add(value) {
      const input = { ...at, ClientSecret: value.reveal() };
      try {
        const { ClientSecretDescriptor } = await client.send(new sdk.AddUserPoolClientSecretCommand(input));
        return ClientSecretDescriptor?.ClientSecretId;
      } catch (error) {
        if (error instanceof sdk.LimitExceededException) return undefined;
        throw error;
      }
    },
    async remove(ClientSecretId) {
      try {
        await client.send(new sdk.DeleteUserPoolClientSecretCommand({ ...at, ClientSecretId }));
      } catch (error) {
        if (!(error instanceof sdk.ResourceNotFoundException)) throw error;
      }
    },
    close: () => client.destroy(),
  };
}
