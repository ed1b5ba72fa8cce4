import type {
  CreateResourceServerRequest,
  DeleteResourceServerRequest,
  DescribeResourceServerRequest,
  ListResourceServersRequest,
  ResourceServerType,
  UpdateResourceServerRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../call';
import { invalid, missing } from '../errors';
import type { Pool } from '../model';

function find(pool: Pool, identifier: string | undefined): ResourceServerType & { Identifier: string } {
  const server = pool.resourceServers.get(identifier ?? '');
  if (!server?.Identifier) throw missing(`Resource server ${identifier} does not exist.`);
  return server as ResourceServerType & { Identifier: string };
}

/** CreateResourceServer: defines custom scopes of a pool. */
export const createResourceServer: Operation<CreateResourceServerRequest> = async ({ state }, call) => {
  const { UserPoolId, Identifier = '', Name, Scopes = [] } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  if (pool.resourceServers.has(Identifier))
    throw invalid(`${Identifier} already exists in user pool ${pool.id}.`);
  const server = { UserPoolId: pool.id, Identifier, Name, Scopes };
  pool.resourceServers.set(Identifier, server);
  return { ResourceServer: server };
};

/** DescribeResourceServer. */
export const describeResourceServer: Operation<DescribeResourceServerRequest> = async ({ state }, call) => ({
  ResourceServer: find(state.pool(call.input.UserPoolId as string, call), call.input.Identifier),
});

/** UpdateResourceServer: replaces name and scopes. */
export const updateResourceServer: Operation<UpdateResourceServerRequest> = async ({ state }, call) => {
  const { UserPoolId, Identifier, Name, Scopes = [] } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  const server = { ...find(pool, Identifier), Name, Scopes };
  pool.resourceServers.set(server.Identifier, server);
  return { ResourceServer: server };
};

/** DeleteResourceServer. */
export const deleteResourceServer: Operation<DeleteResourceServerRequest> = async ({ state }, call) => {
  const pool = state.pool(call.input.UserPoolId as string, call);
  pool.resourceServers.delete(find(pool, call.input.Identifier).Identifier);
  return {};
};

/** ListResourceServers: a pool has few, so they fit on one page. */
export const listResourceServers: Operation<ListResourceServersRequest> = async ({ state }, call) => ({
  ResourceServers: [...state.pool(call.input.UserPoolId as string, call).resourceServers.values()],
});
