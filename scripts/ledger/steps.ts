import { messageOf } from '../cli/errors';
import type { Ledger } from './ledger';
import type { Entry } from './line';

type Data = Entry['data'];

/** A ledger's record of one attempt at a step. */
export interface StepRecord {
  id: string;
  intent: Data;
  /** Facts noted while it ran, in order. */
  notes: readonly Data[];
  /** Undefined if it was interrupted. */
  end?: { outcome: string; data: Data };
}

/** Every attempt in a ledger, oldest first. A step that failed, or was interrupted, may have several. */
export function attemptsIn(entries: readonly Entry[]): StepRecord[] {
  const attempts: StepRecord[] = [];
  /** Index of each step's latest attempt. */
  const newest = new Map<string, number>();
  for (const { type, step: id, data } of entries) {
    if (id === undefined) continue;
    if (type === 'begin') newest.set(id, attempts.push({ id, intent: data, notes: [] }) - 1);
    const at = newest.get(id);
    const known = at === undefined ? undefined : attempts[at];
    if (at === undefined || !known) continue;
    if (type === 'note') attempts[at] = { ...known, notes: [...known.notes, data] };
    if (type === 'end') attempts[at] = { ...known, end: { outcome: String(data.outcome), data } };
  }
  return attempts;
}

/** The last attempt at every step in a ledger, by step id. */
export const stepsOf = (entries: readonly Entry[]): Map<string, StepRecord> =>
  new Map(attemptsIn(entries).map((attempt) => [attempt.id, attempt]));

/**
 * Attempts one step of a run: records intent, acts, then records the result.
 * @param act gets a function that notes a fact while the step runs
 * @returns its result, which must be JSON without secrets
 */
export async function attempt<R extends object>(
  ledger: Ledger,
  id: string,
  intent: object,
  act: (note: (fact: object) => void) => Promise<R>,
): Promise<R> {
  await ledger.recordSafely({ type: 'begin', step: id, data: intent as Data });
  try {
    const result = await act((fact) => ledger.note(id, fact as Data));
    await ledger.recordSafely({ type: 'end', step: id, data: { outcome: 'done', result } });
    return result;
  } catch (error) {
    const reason = messageOf(error).split('\n')[0];
    // The act's error says more than one about the ledger.
    await ledger.recordSafely({ type: 'end', step: id, data: { outcome: 'failed', reason } }).catch(() => {});
    throw error;
  }
}

/**
 * Does one step of a resumable run: a step already done is skipped, and its recorded result
 * returned. The act must be idempotent: after a crash before its result is recorded, it is repeated.
 * @example
 * const { version } = await step(ledger, 'add-secret', { client }, async () => ({ version: await addSecret(client) }));
 */
export async function step<R extends object>(
  ledger: Ledger,
  id: string,
  intent: object,
  act: (note: (fact: object) => void) => Promise<R>,
): Promise<R> {
  const earlier = stepsOf(ledger.entries).get(id);
  return earlier?.end?.outcome === 'done' ? (earlier.end.data.result as R) : attempt(ledger, id, intent, act);
}
