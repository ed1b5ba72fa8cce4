/** Reads attributes of DynamoDB items. Each function throws Denied (`store-malformed`) with table and attribute. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Denied } from './denied';

/** An item, with its table. */
export interface Item {
  table: string;
  attributes: Record<string, AttributeValue>;
}

const malformed = ({ table }: Item, attribute: string) => new Denied('store-malformed', { table, attribute });

export function text(item: Item, attribute: string): string {
  const value = item.attributes[attribute]?.S;
  if (typeof value !== 'string' || value === '') throw malformed(item, attribute);
  return value;
}

export function status(item: Item): 'active' | 'suspended' {
  const value = text(item, 'status');
  if (value !== 'active' && value !== 'suspended') throw malformed(item, 'status');
  return value;
}

/** A non-negative number. */
export function number(item: Item, attribute: string): number {
  const { N } = item.attributes[attribute] ?? {};
  const value = typeof N === 'string' && N !== '' ? Number(N) : Number.NaN;
  if (!Number.isFinite(value) || value < 0) throw malformed(item, attribute);
  return value;
}

/** A list or a set of non-empty strings. DynamoDB stores no empty set, so an empty one is an empty list. */
export function texts(item: Item, attribute: string): string[] {
  const { SS, L } = item.attributes[attribute] ?? {};
  const values = SS ?? (Array.isArray(L) ? L.map((value) => value?.S) : undefined);
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string' && value !== ''))
    throw malformed(item, attribute);
  return values as string[];
}
