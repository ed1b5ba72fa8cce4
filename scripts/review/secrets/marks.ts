import type { Json } from '../model';

/** Terraform's mark of a value's part: `true` for all of it. */
export function markAt(mark: Json | undefined, key: string | number): Json | undefined {
  if (mark === true) return true;
  return typeof mark === 'object' && mark !== null ? (mark as Record<string | number, Json>)[key] : undefined;
}

/** Whether a mark marks anything. */
export function marksAny(mark: Json | undefined): boolean {
  if (mark === true) return true;
  return typeof mark === 'object' && mark !== null && Object.values(mark).some(marksAny);
}
