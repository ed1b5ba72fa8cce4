import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { tables } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { registryItem } from './registry-item';

/** A registry item's attributes besides its key, as the hook and the authorizer read them. */
export interface TenantEntry {
  status: 'active' | 'suspended';
  cell: string;
  user_pool_id: string;
  web_client_id: string;
  probe_client_id: string;
  /** Set if the tenant has a client with a secret. */
  server_client_id?: string;
  policy_store_id: string;
  /** Hash of the store's content, equal for equal content. */
  policy_content: string;
}

/** The tenant's registry entry, without which the hook gives no token. */
export const tenantRegistryItem = (
  scope: Construct,
  { environment, region }: Target,
  tenantId: string,
  entry: TenantEntry,
  ready: ITerraformDependable[],
) =>
  registryItem(scope, {
    tableName: tables(environment).tenantRegistry,
    hashKey: 'tenant_id',
    rangeKey: 'region',
    attributes: { tenant_id: tenantId, region, ...entry },
    ready,
  });
