import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Look } from './kind';
import type { StateEntry } from './types';

/** An item in DynamoDB's JSON: attribute → value. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** An item according to configuration, with its references resolved. */
export interface WantedItem {
  tableName: string;
  hashKey: string;
  rangeKey: string | undefined;
  /** The text in configuration, which is also what the state has. */
  text: string;
  item: Item;
}

/** The value with unordered parts sorted, and numbers as DynamoDB stores them, without trailing zeros. */
function normal(value: unknown, type?: string): unknown {
  if (type === 'N') return String(Number(value));
  if (type === 'SS' || type === 'NS')
    return [...(value as string[])].map((one) => normal(one, type[0])).sort();
  if (Array.isArray(value)) return value.map((one) => normal(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, one]) => [key, normal(one, key)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

/** Sorted names of the attributes in which two items differ. */
export function differences(one: Item, other: Item): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const text = (value: AttributeValue | undefined) => JSON.stringify(normal(value ?? null));
  return [...names].filter((name) => text(one[name]) !== text(other[name])).sort();
}

/** The item's key attributes. */
export const keyOf = ({ hashKey, rangeKey, item }: WantedItem): Record<string, AttributeValue> =>
  Object.fromEntries(
    [hashKey, ...(rangeKey ? [rangeKey] : [])].map((name) => [name, item[name] as AttributeValue]),
  );

/**
 * The provider's state of an item that it created itself (`tableItemCreateResourceID` in
 * `internal/service/dynamodb/table_item.go` of provider 5.100.0; test/e2e/flows/adoption.ts compares it with a real state).
 */
export function stateOf({ tableName, hashKey, rangeKey, text, item }: WantedItem): StateEntry {
  const value = (name: string) => item[name]?.S ?? item[name]?.N ?? '';
  const id = [tableName, hashKey, value(hashKey), ...(rangeKey ? [value(rangeKey)] : [])].join('|');
  const attributes = {
    hash_key: hashKey,
    id,
    item: text,
    range_key: rangeKey ?? null,
    table_name: tableName,
  };
  return { schemaVersion: 0, attributes };
}

/** Reads the desired item. Throws if it is not JSON, or refers to something absent. */
export async function wantedItem(look: Look): Promise<WantedItem> {
  const [tableName, hashKey, rangeKey, text] = await Promise.all([
    look.text('table_name'),
    look.text('hash_key'),
    look.optional('range_key'),
    look.text('item'),
  ]);
  return { tableName, hashKey, rangeKey, text, item: JSON.parse(text) };
}

/** The existing item with the same key. */
export async function existingItem(look: Look, wanted: WantedItem): Promise<Item | undefined> {
  const { sdk, client } = await look.use('dynamodb');
  const input = { TableName: wanted.tableName, Key: keyOf(wanted), ConsistentRead: true };
  const answer = await look.ask('dynamodb:GetItem', () => client.send(new sdk.GetItemCommand(input)), [
    'ResourceNotFoundException',
  ]);
  return answer?.Item;
}
