import type { SecretValue } from '../secret-value';
import { type Answer, ask } from './ask';
import type { ClientHolder } from './holder';
import type { Slots } from './slots';
import type { Facts, SeenVersion } from './state';
import type { Kept, Labelled, Vault } from './vault';

/** A holder's client, as it is reached. */
export interface Reached {
  holder: ClientHolder;
  userPoolId: string;
  slots: Slots;
  vault: Vault;
  /** Every value that was seen or made, so that no message repeats one. */
  values: Set<SecretValue>;
  /** Waits so many milliseconds. */
  pause(ms: number): Promise<void>;
}

/** What AWS tells now: facts, which anybody may read, and the values behind them. */
export interface Seen {
  facts: Facts;
  kept: Kept | undefined;
  shown: SecretValue | undefined;
}

/** What the pool says to a value. */
export const askWith = ({ holder, slots, pause }: Reached, value: SecretValue): Promise<Answer> =>
  ask(holder, slots.clientId, value, pause);

/** Looks at a client. Changes nothing, apart from the tokens that it is given to see what opens. */
export async function look(reached: Reached): Promise<Seen> {
  const { slots, vault, values } = reached;
  const [list, shown, kept] = await Promise.all([slots.list(), slots.shown(), vault.read()]);
  for (const value of [kept?.current?.value, kept?.pending?.value, kept?.previous?.value, shown])
    if (value) values.add(value);
  const seenVersion = async (one: Labelled | undefined): Promise<SeenVersion | undefined> => {
    // A client of that name that was deleted, and made anew, has another id.
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
