import type { Json } from '../model';
import type { Attributes, PlannedResource } from '../planned';

const inBlock = (value: Json | undefined): Json | undefined =>
  Array.isArray(value) && value.length === 1 ? value[0] : value;

/**
 * Value at a path such as `password_policy.minimum_length`. A block is an array of one object, and needs no index.
 * Null and the empty string count as unset, so undefined: Terraform's providers treat both the same.
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

/** Whether anything at a path, above it or below it, is unknown until applied. */
export function unknownAt({ unknown }: Pick<PlannedResource, 'unknown'>, path: string): boolean {
  let value: Json | undefined = unknown;
  for (const key of path.split('.')) {
    const block = inBlock(value);
    if (typeof block !== 'object' || block === null) return block === true;
    // With several blocks, the right one is ambiguous, so a single unknown one suffices.
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
 * Both sides of an attribute of a resource that exists before and after. Undefined if it does not, or if the new
 * value is not fully known: otherwise a rule would take "unknown" for "removed".
 */
export function sides(change: PlannedResource, path: string): Sides | undefined {
  const { before, after } = change;
  if (!before || !after || unknownAt(change, path)) return undefined;
  return { before: valueAt(before, path), after: valueAt(after, path) };
}

/** Unique sorted strings of a list or set, whose order is irrelevant. Unknown elements are left out. */
export const texts = (value: Json | undefined): string[] =>
  Array.isArray(value) ? [...new Set(value.filter((one) => typeof one === 'string'))].sort() : [];

/** A map of strings, such as an attribute mapping. */
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

/** What is in the first list but not in the other. */
export const without = (list: readonly string[], others: readonly string[]): string[] =>
  list.filter((one) => !others.includes(one));

/** Sorted keys whose values differ between two maps. */
export const differing = (before: Record<string, string>, after: Record<string, string>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .sort();
