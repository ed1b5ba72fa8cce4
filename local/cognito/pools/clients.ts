import { randomBytes } from 'node:crypto';
import type {
  CreateUserPoolClientRequest,
  DeleteUserPoolClientRequest,
  DescribeUserPoolClientRequest,
  ListUserPoolClientsRequest,
  UpdateUserPoolClientRequest,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../call';
import type { Client, Pool } from '../model';
import { checkClient, describeClient, type PoolNames } from './client-settings';
import { seconds } from './pools';

/** 51 characters of base36, like AWS's. */
const newSecret = () =>
  BigInt(`0x${randomBytes(36).toString('hex')}`)
    .toString(36)
    .padStart(56, '0')
    .slice(-51);

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

/** CreateUserPoolClient: moto gives the id; settings and secret are ours. */
export const createUserPoolClient: Operation<CreateUserPoolClientRequest> = async (cognito, call) => {
  const { UserPoolId, GenerateSecret, ClientSecret, ...given } = call.input;
  const pool = cognito.state.pool(UserPoolId as string, call);
  const secret = ClientSecret ?? (GenerateSecret ? newSecret() : undefined);
  checkClient(given, namesOf(pool), secret !== undefined, 'creating');
  const answer = await cognito.moto(call, 'CreateUserPoolClient', {
    UserPoolId,
    ClientName: given.ClientName,
  });
  const { ClientId } = answer.UserPoolClient as UserPoolClientType & { ClientId: string };
  const now = seconds(cognito.now());
  const client: Client = {
    ...describeClient(given),
    UserPoolId: pool.id,
    ClientId,
    ...(secret && { ClientSecret: secret }),
    CreationDate: now,
    LastModifiedDate: now,
  };
  pool.clients.set(ClientId, client);
  return { UserPoolClient: client };
};

/** DescribeUserPoolClient. */
export const describeUserPoolClient: Operation<DescribeUserPoolClientRequest> = async ({ state }, call) => {
  const pool = state.pool(call.input.UserPoolId as string, call);
  return { UserPoolClient: state.client(pool, call.input.ClientId as string) };
};

/** UpdateUserPoolClient: everything that the request leaves out goes back to its default. */
export const updateUserPoolClient: Operation<UpdateUserPoolClientRequest> = async (cognito, call) => {
  const { UserPoolId, ClientId, ...given } = call.input;
  const pool = cognito.state.pool(UserPoolId as string, call);
  const { ClientName, ClientSecret, CreationDate, ...old } = cognito.state.client(pool, ClientId as string);
  checkClient(given, namesOf(pool), ClientSecret !== undefined, 'updating');
  const client: Client = {
    ClientName,
    ...describeClient(given),
    UserPoolId: pool.id,
    ClientId: old.ClientId,
    ...(ClientSecret && { ClientSecret }),
    CreationDate,
    LastModifiedDate: seconds(cognito.now()),
  };
  pool.clients.set(client.ClientId, client);
  return { UserPoolClient: client };
};

/** DeleteUserPoolClient: its sign-ins end with it. */
export const deleteUserPoolClient: Operation<DeleteUserPoolClientRequest> = async (cognito, call) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  const { ClientId } = cognito.state.client(pool, call.input.ClientId as string);
  await cognito.moto(call, 'DeleteUserPoolClient', { UserPoolId: pool.id, ClientId });
  pool.clients.delete(ClientId);
  for (const signIn of pool.signIns.values()) if (signIn.clientId === ClientId) signIn.revoked = true;
  return {};
};

/** ListUserPoolClients: in pages, by creation. The token is the last id of the page before. */
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
