import type {
  CreateUserPoolReplicaRequest,
  ListUserPoolReplicasRequest,
  UserPoolReplicaType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../call';
import { invalid } from '../errors';
import type { Pool } from '../model';

const replicaIn = (pool: Pool, region: string, Role: 'PRIMARY' | 'SECONDARY'): UserPoolReplicaType => ({
  RegionName: region,
  Status: 'ACTIVE',
  Role,
  UserPoolArn: pool.arn.replace(`:${pool.region}:`, `:${region}:`),
});

/**
 * CreateUserPoolReplica: the pool's data must be encrypted with a customer managed key ("You must use a multi-region
 * key to enable multi-region replication", API reference, KeyConfigurationType).
 */
export const createUserPoolReplica: Operation<CreateUserPoolReplicaRequest> = async ({ state }, call) => {
  const { UserPoolId, RegionName = '' } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  if (RegionName === pool.region || pool.replicas.has(RegionName))
    throw invalid(`User pool ${pool.id} is already in ${RegionName}.`);
  if (pool.settings.KeyConfiguration?.KeyType !== 'CUSTOMER_MANAGED_KEY')
    throw invalid('Multi-region replication requires a customer managed multi-region key.');
  const replica = replicaIn(pool, RegionName, 'SECONDARY');
  pool.replicas.set(RegionName, replica);
  return { UserPoolReplica: replica };
};

/** ListUserPoolReplicas: includes the pool itself, once there is a replica. */
export const listUserPoolReplicas: Operation<ListUserPoolReplicasRequest> = async ({ state }, call) => {
  const pool = state.pool(call.input.UserPoolId as string, call);
  const others = [...pool.replicas.values()];
  return { UserPoolReplicas: others.length > 0 ? [...others, replicaIn(pool, pool.region, 'PRIMARY')] : [] };
};
