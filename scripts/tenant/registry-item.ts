import { tables } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import type { ClientConfig } from '../aws/credentials';
import { type TableItem, tableItem } from '../aws/table-item';

/**
 * An item of the tenant registry; undefined if there is none.
 * @param key the tenant's id, and the region or, for its suspension mark, the mark's sort key
 */
export async function registryItem(
  environment: Environment,
  config: ClientConfig,
  { tenant, sortKey }: { tenant: string; sortKey: string },
): Promise<TableItem | undefined> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient(config);
  try {
    return await tableItem(client, tables(environment).tenantRegistry, {
      tenant_id: tenant,
      region: sortKey,
    });
  } finally {
    client.destroy();
  }
}
