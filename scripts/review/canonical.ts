import type { Json } from './model';

export const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Compares by UTF-16 code units, so the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The value with the keys of every object sorted, so that equal values serialize identically. */
export function canonical(value: Json): Json {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort(byText)
      .map((key) => [key, canonical(value[key] as Json)]),
  );
}

/** Equal strings for equal values. */
export const canonicalText = (value: Json): string => JSON.stringify(canonical(value));

/** A set in the canonical order in which it is compared and shown. */
export const inOrder = (values: readonly Json[]): Json[] =>
  values
    .map((value) => [canonicalText(value), value] as const)
    .sort(([a], [b]) => byText(a, b))
    .map(([, value]) => value);
