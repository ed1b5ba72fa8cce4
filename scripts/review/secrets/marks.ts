import type { Json } from '../model';

/** A part of a value, own properties only; undefined if there is none. */
export const memberOf = (value: Json | undefined, key: string | number): Json | undefined =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, Json>)[key]
    : undefined;

/** Terraform's mark of a part of a value: `true` covers all parts. */
export const markAt = (mark: Json | undefined, key: string | number): Json | undefined =>
  mark === true ? true : memberOf(mark, key);

/** Whether a mark covers anything. */
export function marksAny(mark: Json | undefined): boolean {
  if (mark === true) return true;
  return typeof mark === 'object' && mark !== null && Object.values(mark).some(marksAny);
}
