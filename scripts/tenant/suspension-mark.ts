import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { tables } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { suspensionMark } from '../../functions/catalogue';
import type { ClientConfig } from '../aws/credentials';

/** A tenant in one region, and with what access it is marked there. */
export interface Marked {
  environment: Environment;
  tenant: string;
  region: string;
  /** In that region, since where it is marked it counts at once. Of the operate role; for reading, of the plan role. */
  config: ClientConfig;
}

/** Changes the mark beside a tenant's line in the registry, which is an item of its own. @returns its time */
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
 * Marks a tenant as suspended: from now on its hook gives no token. Again, it keeps the time of the first mark.
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

/** Since when a tenant is suspended by its mark; null where it is not. */
export async function suspendedSince({
  environment,
  tenant,
  region,
  config,
}: Marked): Promise<string | null> {
  const sdk = await import('@aws-sdk/client-dynamodb');
  const client = new sdk.DynamoDBClient(config);
  try {
    const { Item } = await client.send(
      new sdk.GetItemCommand({
        TableName: tables(environment).tenantRegistry,
        Key: { tenant_id: { S: tenant }, region: { S: suspensionMark(region) } },
        ConsistentRead: true,
      }),
    );
    return Item?.suspended_at?.S ?? null;
  } finally {
    client.destroy();
  }
}

/** Takes the time out of the mark, which then means nothing; what the stacks have written counts again. */
export async function clearMark(of: Marked): Promise<void> {
  await update(of, { UpdateExpression: 'REMOVE suspended_at' });
}
