import type { Applied } from '../../applied/record';
import type { Entry } from '../../ledger/line';
import { attemptsIn } from '../../ledger/steps';
import { gateOf } from '../schedule/schedule';

/** What was applied to a stack before a run changed it. */
export type Replaced = Pick<Applied, 'content' | 'run' | 'commit' | 'at'>;

/** Part of the line that a run writes before it applies a plan. Null where nothing had been applied yet. */
export interface ReplacesNote {
  replaces: Replaced | null;
}

export const replacesNote = (applied: Applied | undefined): ReplacesNote => {
  if (!applied) return { replaces: null };
  const { content, run, commit, at } = applied;
  return { replaces: { content, run, commit, at } };
};

/** A stack that a run has changed. */
export interface Undo {
  stack: string;
  /** Null where the run has made the stack. */
  back: Replaced | null;
}

const isPassed = ({ type, step = '', data }: Entry) =>
  type === 'end' && gateOf(step)?.side === 'close' && data.outcome === 'done';

/**
 * What a run has changed since the last wave that passed its gate, by its ledger; without gates, all of it. A stack at
 * which it failed, or was broken off, counts: part of its plan may be applied.
 */
export function undoable(entries: readonly Entry[]): Undo[] {
  const since = entries.slice(entries.findLastIndex(isPassed) + 1);
  const found = new Map<string, Undo['back']>();
  for (const { id, notes } of attemptsIn(since)) {
    const note = notes.find(({ replaces }) => replaces !== undefined) as ReplacesNote | undefined;
    // A run that was mended and resumed has replaced its own work: what was there before it counts.
    if (note && !found.has(id)) found.set(id, note.replaces);
  }
  return [...found].map(([stack, back]) => ({ stack, back }));
}
