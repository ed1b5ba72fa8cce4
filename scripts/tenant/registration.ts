import type { Environment } from '../../environments/schema';
import type { ClientConfig } from '../aws/credentials';
import { registryItem } from './registry-item';

/** A tenant's registry entry in one region, written by its cell's stack. */
export interface Registration {
  status: string;
  cell: string;
  userPoolId: string;
  policyStoreId: string;
  webClientId: string;
  probeClientId: string;
  /** Set if the tenant has a client with a secret. */
  serverClientId?: string;
}

/** @returns undefined if the tenant is not rolled out */
export async function registrationOf(
  environment: Environment,
  config: ClientConfig,
  { tenant, region }: { tenant: string; region: string },
): Promise<Registration | undefined> {
  const item = await registryItem(environment, config, { tenant, sortKey: region });
  if (!item) return undefined;
  const text = (name: string) => item[name]?.S ?? '';
  return {
    status: text('status'),
    cell: text('cell'),
    userPoolId: text('user_pool_id'),
    policyStoreId: text('policy_store_id'),
    webClientId: text('web_client_id'),
    probeClientId: text('probe_client_id'),
    ...(item.server_client_id?.S && { serverClientId: item.server_client_id.S }),
  };
}
