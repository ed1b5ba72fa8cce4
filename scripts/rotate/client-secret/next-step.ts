import type { Slot, State } from './state';

/** What is done next. What changes something has a name, which the ledger knows it by. */
export type Step =
  /** Stores what Cognito shows, so that there is something to fetch. */
  | { do: 'adopt' }
  /** Stores a new value, to take the place of a slot's. */
  | { do: 'stage'; replaces: string }
  /** Gives Cognito the new value. */
  | { do: 'add'; version: string }
  /** Lets callers fetch the new value, after a token has proven it. */
  | { do: 'promote'; version: string; from: string }
  /** Deletes the old secret, and sees it refused. */
  | { do: 'retire'; slot: string };

export type Next =
  | Step
  /** Waits until a new value opens, which may take Cognito some minutes. */
  | { wait: 'proof'; version: string; slots: readonly Slot[] }
  /** Callers who have kept the old value need time to fetch the new one. */
  | { wait: 'soak'; until: Date }
  | { stop: 'done' }
  | { stop: 'public' }
  | { stop: 'foreign'; slots: readonly Slot[] };

/**
 * The next step from a state.
 * @param begin whether a client whose secret nobody is rotating is to get a new one
 * @param soakMinutes how long an old secret opens after callers have begun to fetch the new one
 */
export function nextStep(
  state: State,
  { begin, soakMinutes, now }: { begin: boolean; soakMinutes: number; now: Date },
): Next {
  switch (state.name) {
    case 'public':
      return { stop: 'public' };
    case 'foreign':
      return { stop: 'foreign', slots: state.slots };
    case 'unmanaged':
      return { do: 'adopt' };
    case 'hidden':
      return { do: 'stage', replaces: state.slot };
    case 'steady':
      return begin ? { do: 'stage', replaces: state.slot } : { stop: 'done' };
    case 'staged':
      return { do: 'add', version: state.version };
    case 'unproven':
      return { wait: 'proof', version: state.version, slots: state.slots };
    case 'added':
      return { do: 'promote', version: state.version, from: state.from };
    case 'promoted': {
      const until = new Date(state.since.getTime() + soakMinutes * 60_000);
      return now < until ? { wait: 'soak', until } : { do: 'retire', slot: state.old };
    }
  }
}
