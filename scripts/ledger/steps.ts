import { messageOf } from '../cli/errors';
import type { Ledger } from './ledger';
import type { Entry } from './line';

type Data = Entry['data'];

/** What a ledger says of one step: its last attempt. */
export interface StepRecord {
  id: string;
  intent: Data;
  /** Facts that were noted while it ran, in their order. */
  notes: readonly Data[];
  /** Undefined: it was broken off. */
  end?: { outcome: string; data: Data };
}

/** Every step that a ledger speaks of, by id. */
export function stepsOf(entries: readonly Entry[]): Map<string, StepRecord> {
  const steps = new Map<string, StepRecord>();
  for (const { type, step: id, data } of entries) {
    if (id === undefined) continue;
    const known = steps.get(id);
    if (type === 'begin') steps.set(id, { id, intent: data, notes: [] });
    else if (known && type === 'note') steps.set(id, { ...known, notes: [...known.notes, data] });
    else if (known && type === 'end')
      steps.set(id, { ...known, end: { outcome: String(data.outcome), data } });
  }
  return steps;
}

/**
 * Does one step of a run: intent first, then the act, then its result. A step that this run has done already is not
 * done again, and gives the result of then.
 *
 * @param act gets a function that notes a fact while the step runs. It has to be idempotent: after a crash between the
 * act and its result it is done once more
 * @returns its result, which has to be JSON without secrets
 * @example
 * const secret = await step(ledger, 'add-secret', { client }, async () => ({ version: await addSecret(client) }));
 */
export async function step<R extends Data>(
  ledger: Ledger,
  id: string,
  intent: Data,
  act: (note: (fact: Data) => void) => Promise<R>,
): Promise<R> {
  const earlier = stepsOf(ledger.entries).get(id);
  if (earlier?.end?.outcome === 'done') return earlier.end.data.result as R;
  await ledger.recordSafely({ type: 'begin', step: id, data: intent });
  try {
    const result = await act((fact) => {
      ledger.record({ type: 'note', step: id, data: fact });
      // A copy that fails stops the next line.
      void ledger.settled().catch(() => {});
    });
    await ledger.recordSafely({ type: 'end', step: id, data: { outcome: 'done', result } });
    return result;
  } catch (error) {
    try {
      await ledger.recordSafely({
        type: 'end',
        step: id,
        data: { outcome: 'failed', reason: messageOf(error).split('\n')[0] },
      });
    } catch {
      // The first error says more.
    }
    throw error;
  }
}
