import type { Json } from '../../model';
import type { PlannedResource } from '../../planned';
import { sides } from '../values';

/** A registry entry: `aws_dynamodb_table_item.item`, parsed from DynamoDB's JSON. */
export interface Item {
  text: (name: string) => string | undefined;
  number: (name: string) => number | undefined;
  texts: (name: string) => string[];
}

const isRecord = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(json: string): Json | undefined {
  try {
    return JSON.parse(json) as Json;
  } catch {
    return undefined;
  }
}

function itemOf(json: Json | undefined): Item | undefined {
  const item = typeof json === 'string' ? parsed(json) : undefined;
  if (!isRecord(item)) return undefined;
  const typed = (name: string, type: string) => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    return isRecord(value) ? value[type] : undefined;
  };
  const word = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);
  return {
    text: (name) => word(typed(name, 'S')),
    number: (name) => {
      const value = word(typed(name, 'N'));
      return value === undefined ? undefined : Number(value);
    },
    texts: (name) => {
      const [list, set] = [typed(name, 'L'), typed(name, 'SS')];
      if (Array.isArray(set)) return set.filter((one) => typeof one === 'string').sort();
      if (!Array.isArray(list)) return [];
      return list.flatMap((one) => word(isRecord(one) ? one.S : undefined) ?? []).sort();
    },
  };
}

/** Both sides of an entry; undefined if it is created or removed, or not known before the apply. */
export function itemSides(change: PlannedResource): { before: Item; after: Item } | undefined {
  const found = sides(change, 'item');
  const before = found && itemOf(found.before);
  const after = found && itemOf(found.after);
  return before && after ? { before, after } : undefined;
}
