import { type AttributeValue, BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Budget } from './budget';
import { withinBudget } from './client';
import { Denied } from './denied';
import type { Item } from './item';
import { refuseOutage } from './outage';
import { span } from './tracing';

type Attributes = Record<string, AttributeValue>;

type Key = Readonly<Record<string, string>>;

const has = (attributes: Attributes, key: Key) =>
  Object.entries(key).every(([name, value]) => attributes[name]?.S === value);

/** DynamoDB returns every requested table, with at most one item per key and nothing else. */
function itemsOf(
  responses: Record<string, Attributes[]> | undefined,
  table: string,
  keys: readonly Key[],
): (Item | undefined)[] {
  const items = responses?.[table];
  if (!Array.isArray(items) || items.length > keys.length) throw new Denied('store-malformed', { table });
  if (!items.every((one) => typeof one === 'object' && one !== null))
    throw new Denied('store-malformed', { table });
  const found = keys.map((key) => items.filter((attributes) => has(attributes, key)));
  if (found.some(({ length }) => length > 1) || found.flat().length < items.length)
    throw new Denied('store-malformed', { table });
  return found.map(([attributes]) => attributes && { table, attributes });
}

/**
 * A reader of items by key, in one call for all tables. Reads are strongly consistent: a write in the function's
 * region is visible immediately. (A write in another region arrives when the global table has replicated
 * it, usually within a second.)
 *
 * The reader returns an item, or undefined, for each key, and throws Denied (`store-…`) if the store fails, is slow,
 * or gives an incomplete or invalid answer.
 */
export function itemsReader(region: string, budget: Budget) {
  const client = new DynamoDBClient({ region, ...withinBudget(budget) });

  return async <T extends string>(
    keys: Record<T, readonly Key[]>,
  ): Promise<Record<T, (Item | undefined)[]>> => {
    const tables = Object.keys(keys) as T[];
    const command = new BatchGetItemCommand({
      RequestItems: Object.fromEntries(
        tables.map((table) => [table, { Keys: keys[table].map(textAttributes), ConsistentRead: true }]),
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
    const found = tables.map((table) => [table, itemsOf(answer.Responses, table, keys[table])] as const);
    return Object.fromEntries(found) as Record<T, (Item | undefined)[]>;
  };
}

/** The same for one item per table. */
export function itemReader(region: string, budget: Budget) {
  const read = itemsReader(region, budget);
  return async <T extends string>(keys: Record<T, Key>): Promise<Record<T, Item | undefined>> => {
    const tables = Object.entries(keys) as [T, Key][];
    const found = await read(
      Object.fromEntries(tables.map(([table, key]) => [table, [key]])) as Record<T, Key[]>,
    );
    return Object.fromEntries(tables.map(([table]) => [table, found[table][0]])) as Record<
      T,
      Item | undefined
    >;
  };
}

const textAttributes = (values: Key): Attributes =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { S: value }]));
