/** One of an app client's two places for secrets in Cognito. Its value cannot be read. */
export interface Slot {
  id: string;
  created: Date;
}

/** A version in Secrets Manager, and whether Cognito accepts its value. */
export interface SeenVersion {
  version: string;
  /** Id of the slot that it replaces. */
  replaces: string | undefined;
  /** Whether the pool accepts it as the client's secret. */
  opens: boolean;
}

/** What AWS says about an app client and its secret; contains no value. */
export interface Facts {
  slots: readonly Slot[];
  /** Whether Cognito shows the secret that it generated for the client, so that Terraform's state may hold it. */
  shown: boolean;
  /** The version that callers fetch (AWSCURRENT), if it belongs to this client. */
  current: SeenVersion | undefined;
  /** The version that AWSCURRENT is attached to, whatever it contains. */
  currentVersion: string | undefined;
  /** Its intended replacement (AWSPENDING), if it belongs to this client and is another version. */
  pending: SeenVersion | undefined;
  /** When the secret in Secrets Manager was last changed. */
  changed: Date | undefined;
}

/** How far a client's rotation has come. Each state can be derived from AWS alone: docs/rotation.md. */
export type State =
  /** A public client, which has no secret. */
  | { name: 'public' }
  /** Secrets Manager has no value that works; Cognito shows the one that it generated. */
  | { name: 'unmanaged' }
  /** Only the client's callers know its only secret. */
  | { name: 'hidden'; slot: string }
  /** One secret, which callers fetch. */
  | { name: 'steady'; slot: string }
  /** A new value is in Secrets Manager but not yet in Cognito. */
  | { name: 'staged'; version: string }
  /** Both slots are taken, and a new value of ours does not work: either not yet, or the second slot is not ours. */
  | { name: 'unproven'; version: string; slots: readonly Slot[] }
  /** The new value works; callers still fetch the old one. */
  | { name: 'added'; version: string; from: string }
  /** Callers fetch the new value; the old one still works, for callers that have cached it. */
  | { name: 'promoted'; old: string; since: Date }
  /** Both slots are taken, and one of them is not ours. */
  | { name: 'foreign'; slots: readonly Slot[] };

/**
 * Which state a client's secret is in. Dates never decide which slot is whose: each new value of ours names the slot
 * that existed before it, so once it works, the other slot is its own.
 */
export function stateOf({ slots, shown, current, currentVersion, pending, changed }: Facts): State {
  const [only, second] = slots;
  if (!only) return { name: 'public' };
  if (pending?.opens) return { name: 'added', version: pending.version, from: currentVersion as string };
  const isThere = (id: string | undefined): id is string => slots.some((slot) => slot.id === id);
  // The current value may be waiting too: the first one of a client whose secret Cognito doesn't show.
  const waiting = [pending, current].find((one) => one?.opens === false && isThere(one.replaces));
  if (second) {
    if (waiting) return { name: 'unproven', version: waiting.version, slots };
    const old = current?.replaces;
    return isThere(old) ? { name: 'promoted', old, since: changed as Date } : { name: 'foreign', slots };
  }
  if (waiting) return { name: 'staged', version: waiting.version };
  if (current?.opens) return { name: 'steady', slot: only.id };
  return shown ? { name: 'unmanaged' } : { name: 'hidden', slot: only.id };
}
