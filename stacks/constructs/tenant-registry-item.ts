import { DynamodbTableItem } from '@cdktf/provider-aws/lib/dynamodb-table-item';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { tables } from '../../environments/names';
import type { Target } from '../fleet-stack';

/** Attributes of a registry item beside its key, as the hook and the authorizer read them. */
export interface RegistryEntry {
  status: 'active' | 'suspended';
  cell: string;
  user_pool_id: string;
  web_client_id: string;
  probe_client_id: string;
  policy_store_id: string;
}

/**
 * The tenant's line in the registry, at `<scope>_registry-item`. The hook gives no token without it, so it
 * comes last, after `ready`, and goes first.
 */
export function tenantRegistryItem(
  scope: Construct,
  { environment, region }: Target,
  tenantId: string,
  entry: RegistryEntry,
  ready: ITerraformDependable[],
): DynamodbTableItem {
  const attributes = { tenant_id: tenantId, region, ...entry };
  return new DynamodbTableItem(scope, 'registry-item', {
    tableName: tables(environment).tenantRegistry,
    hashKey: 'tenant_id',
    rangeKey: 'region',
    item: JSON.stringify(
      Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { S: value }])),
    ),
    dependsOn: ready,
  });
}
