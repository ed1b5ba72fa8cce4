import type {
  CreateUserPoolClientRequest,
  DeleteUserPoolClientRequest,
  DescribeUserPoolClientRequest,
  ListUserPoolClientsRequest,
  UpdateUserPoolClientRequest,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../call';
import { invalid } from '../errors';
import type { Client, Pool } from '../model';
import { newSecret } from './client-secrets';
import { checkClient, describeClient, type PoolNames } from './client-settings';
import { seconds } from './pools';

function namesOf(pool: Pool): PoolNames {
  const schema = (pool.settings.SchemaAttributes ?? []).filter(({ Name }) => Name !== 'sub');
  return {
    attributes: (pool.settings.SchemaAttributes ?? []).map(({ Name }) => Name as string),
    requiredAttributes: schema.filter(({ Required }) => Required).map(({ Name }) => Name as string),
    scopes: [...pool.resourceServers.values()].flatMap(({ Identifier, Scopes = [] }) =>
      Scopes.map(({ ScopeName }) => `${Identifier}/${ScopeName}`),
    ),
    providers: [...pool.federation.providers.keys()],
  };
}

/**
 * A client's description. Once the secret that it was created with is deleted, no secret is shown, not even another one
 * (seen on AWS by the authors of floci-io/floci#345).
 */
const shown = ({ secrets, ...client }: Client): UserPoolClientType => {
  const value = secrets.find((secret) => secret.shown)?.value;
  return { ...client, ...(value !== undefined && { ClientSecret: value }) } as unknown as UserPoolClientType;
};

/** CreateUserPoolClient: the id comes from moto; settings and secret are ours. */
export const createUserPoolClient: Operation<CreateUserPoolClientRequest> = async (cognito, call) => {
  const { UserPoolId, GenerateSecret, ClientSecret, ...given } = call.input;
  const pool = cognito.state.pool(UserPoolId as string, call);
  if (GenerateSecret && ClientSecret !== undefined)
    throw invalid('GenerateSecret and ClientSecret cannot be used together.');
  const confidential = GenerateSecret === true || ClientSecret !== undefined;
  checkClient(given, namesOf(pool), confidential, 'creating');
  const answer = await cognito.moto(call, 'CreateUserPoolClient', {
    UserPoolId,
    ClientName: given.ClientName,
  });
  const { ClientId } = answer.UserPoolClient as UserPoolClientType & { ClientId: string };
  const now = seconds(cognito.now());
  const secret = confidential && newSecret({ ClientId, secrets: [] }, ClientSecret, cognito.now());
  const client: Client = {
    ...describeClient(given),
    UserPoolId: pool.id,
    ClientId,
    secrets: secret ? [{ ...secret, shown: true }] : [],
    CreationDate: now,
    LastModifiedDate: now,
  };
  pool.clients.set(ClientId, client);
  return { UserPoolClient: shown(client) };
};

/** DescribeUserPoolClient. */
export const describeUserPoolClient: Operation<DescribeUserPoolClientRequest> = async ({ state }, call) => {
  const pool = state.pool(call.input.UserPoolId as string, call);
  return { UserPoolClient: shown(state.client(pool, call.input.ClientId as string)) };
};

/** UpdateUserPoolClient: omitted settings are reset to their defaults. */
export const updateUserPoolClient: Operation<UpdateUserPoolClientRequest> = async (cognito, call) => {
  const { UserPoolId, ClientId, ...given } = call.input;
  const pool = cognito.state.pool(UserPoolId as string, call);
  const { ClientName, secrets, CreationDate, ...old } = cognito.state.client(pool, ClientId as string);
  checkClient(given, namesOf(pool), secrets.length > 0, 'updating');
  const client: Client = {
    ClientName,
    ...describeClient(given),
    UserPoolId: pool.id,
    ClientId: old.ClientId,
    secrets,
    CreationDate,
    LastModifiedDate: seconds(cognito.now()),
  };
  pool.clients.set(client.ClientId, client);
  return { UserPoolClient: shown(client) };
};

/** DeleteUserPoolClient: ends its sign-ins, too. */
export const deleteUserPoolClient: Operation<DeleteUserPoolClientRequest> = async (cognito, call) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  const { ClientId } = cognito.state.client(pool, call.input.ClientId as string);
  await cognito.moto(call, 'DeleteUserPoolClient', { UserPoolId: pool.id, ClientId });
  pool.clients.delete(ClientId);
  for (const signIn of pool.signIns.values()) if (signIn.clientId === ClientId) signIn.revoked = true;
  return {};
};

/** ListUserPoolClients: in pages, by creation. The token is the last id of the previous page. */
export const listUserPoolClients: Operation<ListUserPoolClientsRequest> = async ({ state }, call) => {
  const { UserPoolId, MaxResults = 60, NextToken } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  const all = [...pool.clients.values()];
  const start = all.findIndex(({ ClientId }) => ClientId === NextToken) + 1;
  const page = all.slice(start, start + MaxResults);
  return {
    UserPoolClients: page.map(({ ClientId, ClientName }) => ({ ClientId, ClientName, UserPoolId: pool.id })),
    ...(start + MaxResults < all.length && { NextToken: page.at(-1)?.ClientId }),
  };
};
