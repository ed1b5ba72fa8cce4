import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tables } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import type { ClientConfig } from '../aws/credentials';
import { type TableItem, tableItem } from '../aws/table-item';
import type { StoreLocation } from './locations';

/** A store as the registries have it. */
export interface RegisteredStore {
  policyStoreId: string;
  userPoolId: string;
  /** App client that probes sign in with, if users of the pool have passwords. */
  probeClientId?: string;
  /** Hash of the content that Terraform put into it; undefined if it was deployed before there were hashes. */
  content?: string;
}

/** A service's item: its key is the client id, which Cognito generates and the flow's item lists. */
async function serviceItem(
  client: DynamoDBClient,
  table: string,
  service: string,
  flow: TableItem | undefined,
) {
  for (const { S: client_id } of flow?.client_ids?.L ?? []) {
    const item = client_id ? await tableItem(client, table, { client_id }) : undefined;
    if (item?.service_id?.S === service) return item;
  }
  return undefined;
}

/**
 * Looks up a store in its region's registry of flows, tenants or services.
 * @returns undefined if it is not rolled out
 */
export async function registeredStore(
  environment: Environment,
  config: ClientConfig,
  { flow, owner, region }: StoreLocation,
): Promise<RegisteredStore | undefined> {
  const { flowRegistry, tenantRegistry, services } = tables(environment);
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient(config);
  try {
    const shared = flow === 'tenant' ? undefined : await tableItem(client, flowRegistry, { flow, region });
    const own = !owner
      ? shared
      : flow === 'tenant'
        ? await tableItem(client, tenantRegistry, { tenant_id: owner, region })
        : await serviceItem(client, services, owner, shared);
    const policyStoreId = own?.policy_store_id?.S;
    const userPoolId = own?.user_pool_id?.S;
    if (!policyStoreId || !userPoolId) return undefined;
    const content = own.policy_content?.S;
    const probeClientId = own.probe_client_id?.S;
    return {
      policyStoreId,
      userPoolId,
      ...(probeClientId && { probeClientId }),
      ...(content && { content }),
    };
  } finally {
    client.destroy();
  }
}
