import type { Json } from '../model';
import type { Attributes, PlannedResource } from '../planned';

const inBlock = (value: Json | undefined): Json | undefined =>
  Array.isArray(value) && value.length === 1 ? value[0] : value;

/**
 * Value at a path such as `password_policy.minimum_length`. A block is an array of one object, and needs no index.
 * What Terraform has as null or as an empty text is not set, so it is undefined: its providers take both for the same.
 */
export function valueAt(attributes: Attributes | undefined, path: string): Json | undefined {
  let value: Json | undefined = attributes as Json | undefined;
  for (const key of path.split('.')) {
    const block = inBlock(value);
    if (typeof block !== 'object' || block === null || Array.isArray(block) || !Object.hasOwn(block, key))
      return undefined;
    value = block[key];
  }
  return value === null || value === '' ? undefined : value;
}

const anyTrue = (value: Json | undefined): boolean =>
  value === true ||
  (typeof value === 'object' && value !== null && Object.values(value).some((part) => anyTrue(part)));

/** Whether anything at a path, above it or below it, is known only once it is applied. */
export function unknownAt({ unknown }: Pick<PlannedResource, 'unknown'>, path: string): boolean {
  let value: Json | undefined = unknown;
  for (const key of path.split('.')) {
    const block = inBlock(value);
    if (typeof block !== 'object' || block === null) return block === true;
    // Of several blocks nobody can say which is meant, so that one of them unknown is enough.
    if (Array.isArray(block)) return anyTrue(block);
    value = Object.hasOwn(block, key) ? block[key] : undefined;
  }
  return anyTrue(value);
}

/** An attribute before and after. */
export interface Sides<T = Json | undefined> {
  before: T;
  after: T;
}

/**
 * Both sides of an attribute of something that is there before and after. Undefined where it is not, or where the new
 * value is not wholly known: a rule that guessed would take "unknown" for "removed".
 */
export function sides(change: PlannedResource, path: string): Sides | undefined {
  const { before, after } = change;
  if (!before || !after || unknownAt(change, path)) return undefined;
  return { before: valueAt(before, path), after: valueAt(after, path) };
}

/** Texts of a list or set, sorted, each once: no order has a meaning. Elements that are not known are left out. */
export const texts = (value: Json | undefined): string[] =>
  Array.isArray(value) ? [...new Set(value.filter((one) => typeof one === 'string'))].sort() : [];

/** A map of texts, such as an attribute mapping. */
export const textMap = (value: Json | undefined): Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {};

/** Blocks of one kind, such as `role_mapping`. */
export const blocks = (value: Json | undefined): Attributes[] =>
  Array.isArray(value)
    ? value.filter(
        (one): one is { [key: string]: Json } =>
          typeof one === 'object' && one !== null && !Array.isArray(one),
      )
    : [];

/** What is in the one list and not in the other. */
export const without = (list: readonly string[], others: readonly string[]): string[] =>
  list.filter((one) => !others.includes(one));

/** Keys whose values differ between two maps, sorted. */
export const differing = (before: Record<string, string>, after: Record<string, string>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .sort();
