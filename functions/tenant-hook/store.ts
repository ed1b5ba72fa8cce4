import { type AttributeValue, BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Denied, type Reason } from '../shared/denied';
import { attempts, type Budget } from './budget';
import type { TenantHookConfig } from './config';
import type { Claimant, Records } from './decide';

type Item = Record<string, AttributeValue>;

const reasonsByError: Readonly<Record<string, Reason>> = {
  AbortError: 'store-timeout',
  TimeoutError: 'store-timeout',
  ProvisionedThroughputExceededException: 'store-throttled',
  RequestLimitExceeded: 'store-throttled',
  ThrottlingException: 'store-throttled',
};

/** A failed call, by what may be logged of it. */
function outage(error: unknown): Denied {
  const { name = 'unknown', $metadata } = Object(error) as {
    name?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number };
  };
  return new Denied(reasonsByError[name] ?? 'store-unavailable', {
    error: name,
    status: $metadata?.httpStatusCode,
    store_request_id: $metadata?.requestId,
    attempts: $metadata?.attempts,
  });
}

function text(item: Item, attribute: string, table: string): string {
  const value = item[attribute]?.S;
  if (!value) throw new Denied('store-malformed', { table, attribute });
  return value;
}

function status(item: Item, table: string): 'active' | 'suspended' {
  const value = text(item, 'status', table);
  if (value !== 'active' && value !== 'suspended')
    throw new Denied('store-malformed', { table, attribute: 'status' });
  return value;
}

/** DynamoDB lists every table that it was asked for; a key has one item at most. */
function onlyItem(responses: Record<string, Item[]> | undefined, table: string): Item | undefined {
  const items = responses?.[table];
  if (!Array.isArray(items) || items.length > 1) throw new Denied('store-malformed', { table });
  return items[0];
}

/**
 * Reads both records in one call. The read is strongly consistent: both tables are written in the region where
 * they are read, so a suspension, or a mapping made a moment ago, counts at once. (A write in another region
 * arrives when the global table has replicated it, commonly within a second.)
 *
 * The reader throws Denied (`store-…`) if the store fails, is slow, answers in part, or answers nonsense.
 */
export function tenantStore({ usersTable, registryTable, region }: TenantHookConfig, budget: Budget) {
  const client = new DynamoDBClient({
    region,
    maxAttempts: attempts,
    retryMode: 'standard',
    // Without `throwOnRequestTimeout` the SDK only warns.
    requestHandler: {
      connectionTimeout: budget.connect,
      requestTimeout: budget.perTry,
      throwOnRequestTimeout: true,
    },
  });

  return async ({ userId, tenantId, region }: Claimant): Promise<Records> => {
    const command = new BatchGetItemCommand({
      RequestItems: {
        [usersTable]: { Keys: [{ user_id: { S: userId } }], ConsistentRead: true },
        [registryTable]: {
          Keys: [{ tenant_id: { S: tenantId }, region: { S: region } }],
          ConsistentRead: true,
        },
      },
    });
    const answer = await client
      .send(command, { abortSignal: AbortSignal.timeout(budget.total) })
      .catch((error: unknown) => Promise.reject(outage(error)));
    if (Object.keys(answer.UnprocessedKeys ?? {}).length > 0)
      throw new Denied('store-throttled', { error: 'UnprocessedKeys' });

    const user = onlyItem(answer.Responses, usersTable);
    const tenant = onlyItem(answer.Responses, registryTable);
    return {
      mapping: user && {
        userId: text(user, 'user_id', usersTable),
        tenantId: text(user, 'tenant_id', usersTable),
      },
      registration: tenant && {
        tenantId: text(tenant, 'tenant_id', registryTable),
        region: text(tenant, 'region', registryTable),
        userPoolId: text(tenant, 'user_pool_id', registryTable),
        status: status(tenant, registryTable),
      },
    };
  };
}
