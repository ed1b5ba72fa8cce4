import type { Applied } from '../../applied/record';
import type { Entry } from '../../ledger/line';
import { attemptsIn } from '../../ledger/steps';
import { gateOf } from '../schedule/schedule';

/** A stack's applied content before a run changed it. */
export type Replaced = Pick<Applied, 'content' | 'run' | 'commit' | 'at'>;

/** Part of the line that a run writes before it applies a plan. Null if nothing had been applied yet. */
export interface ReplacesNote {
  replaces: Replaced | null;
}

export const replacesNote = (applied: Applied | undefined): ReplacesNote => {
  if (!applied) return { replaces: null };
  const { content, run, commit, at } = applied;
  return { replaces: { content, run, commit, at } };
};

/** A stack changed by a run. */
export interface Undo {
  stack: string;
  /** Null if the run created the stack. */
  back: Replaced | null;
}

const isPassed = ({ type, step = '', data }: Entry) =>
  type === 'end' && gateOf(step)?.side === 'close' && data.outcome === 'done';

/**
 * What a run has changed since the last wave that passed its gate, according to its ledger; without gates, everything. A
 * stack that failed, or was interrupted, counts: part of its plan may be applied.
 */
export function undoable(entries: readonly Entry[]): Undo[] {
  const since = entries.slice(entries.findLastIndex(isPassed) + 1);
  const found = new Map<string, Undo['back']>();
  for (const { id, notes } of attemptsIn(since)) {
    const note = notes.find(({ replaces }) => replaces !== undefined) as ReplacesNote | undefined;
    // A resumed run may have replaced its own work: what counts is the content before the run.
    if (note && !found.has(id)) found.set(id, note.replaces);
  }
  return [...found].map(([stack, back]) => ({ stack, back }));
}
