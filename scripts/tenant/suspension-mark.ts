import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { tables } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { suspensionMark } from '../../functions/catalogue';
import type { ClientConfig } from '../aws/credentials';
import { registryItem } from './registry-item';

/** A tenant in one region, and the access with which it is marked. */
export interface Marked {
  environment: Environment;
  tenant: string;
  region: string;
  /** For that region, where the mark takes effect immediately. Operate role to write, plan role to read. */
  config: ClientConfig;
}

/** Changes the mark, a separate item beside the tenant's registry entry. @returns its time */
async function update(
  { environment, tenant, region, config }: Marked,
  input: Partial<UpdateItemCommandInput>,
): Promise<string | undefined> {
  const sdk = await import('@aws-sdk/client-dynamodb');
  const client = new sdk.DynamoDBClient(config);
  try {
    const { Attributes } = await client.send(
      new sdk.UpdateItemCommand({
        TableName: tables(environment).tenantRegistry,
        Key: { tenant_id: { S: tenant }, region: { S: suspensionMark(region) } },
        ReturnValues: 'UPDATED_NEW',
        ...input,
      }),
    );
    return Attributes?.suspended_at?.S;
  } finally {
    client.destroy();
  }
}

/**
 * Marks a tenant as suspended: from now on its hook issues no tokens. A repeat keeps the time of the first mark.
 * @returns the time of the mark
 */
export async function markSuspended(of: Marked, now: Date): Promise<string> {
  const at = now.toISOString();
  const marked = await update(of, {
    UpdateExpression: 'SET suspended_at = if_not_exists(suspended_at, :now)',
    ExpressionAttributeValues: { ':now': { S: at } },
  });
  return marked ?? at;
}

/** When a tenant was suspended by its mark; null if it was not. */
export async function suspendedSince({
  environment,
  tenant,
  region,
  config,
}: Marked): Promise<string | null> {
  const item = await registryItem(environment, config, { tenant, sortKey: suspensionMark(region) });
  return item?.suspended_at?.S ?? null;
}

/** Removes the time from the mark, which voids it; the status written by the stacks applies again. */
export async function clearMark(of: Marked): Promise<void> {
  await update(of, { UpdateExpression: 'REMOVE suspended_at' });
}
