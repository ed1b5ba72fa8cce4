import { type AttributeValue, BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Budget } from './budget';
import { withinBudget } from './client';
import { Denied } from './denied';
import type { Item } from './item';
import { refuseOutage } from './outage';
import { span } from './tracing';

type Attributes = Record<string, AttributeValue>;

/** DynamoDB lists every table that it was asked for; a key has one item at most. */
function onlyItem(responses: Record<string, Attributes[]> | undefined, table: string): Item | undefined {
  const items = responses?.[table];
  if (!Array.isArray(items) || items.length > 1) throw new Denied('store-malformed', { table });
  const [attributes] = items;
  if (attributes === undefined) return undefined;
  if (typeof attributes !== 'object' || attributes === null) throw new Denied('store-malformed', { table });
  return { table, attributes };
}

/**
 * A reader of one item a table, by key, in one call for all tables. Reads are strongly consistent: what was
 * written in the function's region a moment ago counts at once. (A write in another region arrives when the
 * global table has replicated it, commonly within a second.)
 *
 * The reader throws Denied (`store-…`) if the store fails, is slow, answers in part, or answers nonsense.
 */
export function itemReader(region: string, budget: Budget) {
  const client = new DynamoDBClient({ region, ...withinBudget(budget) });

  return async <T extends string>(
    keys: Record<T, Record<string, string>>,
  ): Promise<Record<T, Item | undefined>> => {
    const tables = Object.keys(keys) as T[];
    const command = new BatchGetItemCommand({
      RequestItems: Object.fromEntries(
        tables.map((table) => [table, { Keys: [textAttributes(keys[table])], ConsistentRead: true }]),
      ),
    });
    const abortSignal = AbortSignal.timeout(budget.total);
    const answer = await span(
      'DynamoDB',
      () => client.send(command, { abortSignal }).catch(refuseOutage),
      true,
    );
    if (Object.keys(answer.UnprocessedKeys ?? {}).length > 0)
      throw new Denied('store-throttled', { error: 'UnprocessedKeys' });
    const found = tables.map((table) => [table, onlyItem(answer.Responses, table)] as const);
    return Object.fromEntries(found) as Record<T, Item | undefined>;
  };
}

const textAttributes = (values: Record<string, string>): Attributes =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { S: value }]));
