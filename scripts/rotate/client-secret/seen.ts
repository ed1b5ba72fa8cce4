import type { SecretValue } from '../secret-value';
import { type Answer, ask } from './ask';
import type { ClientHolder } from './holder';
import type { Slots } from './slots';
import type { Facts, SeenVersion } from './state';
import type { Kept, Labelled, Vault } from './vault';

/** A holder's client, and access to it. */
export interface Reached {
  holder: ClientHolder;
  userPoolId: string;
  slots: Slots;
  vault: Vault;
  /** Every value read or generated, so that no message repeats one. */
  values: Set<SecretValue>;
  /** Waits this many milliseconds. */
  pause(ms: number): Promise<void>;
}

/** The current state in AWS: facts, which contain no secrets, and the values behind them. */
export interface Seen {
  facts: Facts;
  kept: Kept | undefined;
  shown: SecretValue | undefined;
}

/** The pool's answer to a value. */
export const askWith = ({ holder, slots, pause }: Reached, value: SecretValue): Promise<Answer> =>
  ask(holder, slots.clientId, value, pause);

/** Looks at a client. Changes nothing, but requests tokens to see which values work. */
export async function look(reached: Reached): Promise<Seen> {
  const { slots, vault, values } = reached;
  const [list, shown, kept] = await Promise.all([slots.list(), slots.shown(), vault.read()]);
  for (const value of [kept?.current?.value, kept?.pending?.value, kept?.previous?.value, shown])
    if (value) values.add(value);
  const seenVersion = async (one: Labelled | undefined): Promise<SeenVersion | undefined> => {
    // A client that was deleted and recreated under the same name has another id.
    if (one?.clientId !== slots.clientId) return undefined;
    const { opens } = await askWith(reached, one.value);
    return { version: one.version, replaces: one.replaces, opens };
  };
  const [current, pending] = await Promise.all([seenVersion(kept?.current), seenVersion(kept?.pending)]);
  return {
    kept,
    shown,
    facts: {
      slots: list,
      shown: shown !== undefined,
      current,
      currentVersion: kept?.currentVersion,
      pending,
      changed: kept?.changed,
    },
  };
}
