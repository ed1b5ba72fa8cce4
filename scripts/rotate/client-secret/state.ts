/** One of the two places for secrets that an app client has in Cognito. Nobody can read what is in it. */
export interface Slot {
  id: string;
  created: Date;
}

/** A version in Secrets Manager, and what Cognito says to its value. */
export interface SeenVersion {
  version: string;
  /** Id of the slot that it takes the place of. */
  replaces: string | undefined;
  /** Whether the pool lets the client in with it. */
  opens: boolean;
}

/** What AWS tells of an app client and its secret; no value is in it. */
export interface Facts {
  slots: readonly Slot[];
  /** Whether Cognito shows the secret that it made the client with, and so Terraform's state may hold it. */
  shown: boolean;
  /** What callers fetch (AWSCURRENT), if it is of this client. */
  current: SeenVersion | undefined;
  /** The version that AWSCURRENT is attached to, whatever is in it. */
  currentVersion: string | undefined;
  /** What is to take its place (AWSPENDING), if it is of this client and another version. */
  pending: SeenVersion | undefined;
  /** When the secret in Secrets Manager was last changed. */
  changed: Date | undefined;
}

/** Where a client's secret is on its way. Each is found again from AWS alone: docs/rotation.md. */
export type State =
  /** A public client, which has no secret. */
  | { name: 'public' }
  /** Secrets Manager has no value that opens; Cognito shows the one that it made. */
  | { name: 'unmanaged' }
  /** Nobody but the client's callers knows its only secret. */
  | { name: 'hidden'; slot: string }
  /** One secret, and callers fetch it. */
  | { name: 'steady'; slot: string }
  /** A new value lies in Secrets Manager, and not yet in Cognito. */
  | { name: 'staged'; version: string }
  /** Both slots are taken, and a new value of ours does not open: not yet, or the second slot is somebody else's. */
  | { name: 'unproven'; version: string; slots: readonly Slot[] }
  /** The new value opens; callers still fetch the old one. */
  | { name: 'added'; version: string; from: string }
  /** Callers fetch the new value; the old one opens still, for those who have kept it. */
  | { name: 'promoted'; old: string; since: Date }
  /** Both slots are taken, and one of them is somebody else's. */
  | { name: 'foreign'; slots: readonly Slot[] };

/**
 * Which state a client's secret is in. Which slot is whose is never told by dates: a new value of ours names the slot
 * that was there before it, so once it opens the other slot is its own.
 */
export function stateOf({ slots, shown, current, currentVersion, pending, changed }: Facts): State {
  const [only, second] = slots;
  if (!only) return { name: 'public' };
  if (pending?.opens) return { name: 'added', version: pending.version, from: currentVersion as string };
  const isThere = (id: string | undefined): id is string => slots.some((slot) => slot.id === id);
  // The current one, too, may wait: the first of a client whose secret Cognito doesn't show.
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
