import type { Slot, State } from './state';

/** The next step. Steps that change something have a name, under which the ledger records them. */
export type Step =
  /** Stores the secret that Cognito shows, so that callers can fetch it. */
  | { do: 'adopt' }
  /** Stores a new value that will replace a slot's. */
  | { do: 'stage'; replaces: string }
  /** Gives Cognito the new value. */
  | { do: 'add'; version: string }
  /** Lets callers fetch the new value, once a token has proven it. */
  | { do: 'promote'; version: string; from: string }
  /** Deletes the old secret and checks that it is refused. */
  | { do: 'retire'; slot: string };

export type Next =
  | Step
  /** Waits until Cognito accepts the new value, which may take some minutes. */
  | { wait: 'proof'; version: string; slots: readonly Slot[] }
  /** Callers that have cached the old value need time to fetch the new one. */
  | { wait: 'soak'; until: Date }
  | { stop: 'done' }
  | { stop: 'public' }
  | { stop: 'foreign'; slots: readonly Slot[] };

/**
 * The next step from a given state.
 * @param begin whether to start a new rotation if none is in progress
 * @param soakMinutes how long an old secret stays valid after callers have begun to fetch the new one
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
