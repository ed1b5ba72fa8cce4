import { failure } from '../../cli/errors';
import { proofOf } from './ask';
import { holderName } from './holder';
import type { Step } from './next-step';
import { askWith, type Reached, type Seen } from './seen';
import { newValue, versionReplacing } from './stored-secret';

/** How long Cognito may take to propagate a new or deleted secret, in milliseconds. */
const patience = 180_000;
/** Time between two checks, in milliseconds. */
const lookEvery = 5000;

/** Waits until a condition holds. @returns whether it did in time */
export async function within(pause: (ms: number) => Promise<void>, holds: () => Promise<boolean>) {
  for (let waited = 0; ; waited += lookEvery) {
    if (await holds()) return true;
    if (waited >= patience) return false;
    await pause(lookEvery);
  }
}

async function adopt(reached: Reached, { shown }: Seen) {
  const name = holderName(reached.holder);
  if (!shown) throw failure(`Cognito no longer shows a secret of ${name}`, 'run the same command again');
  const { opens } = await askWith(reached, shown);
  if (!opens)
    throw failure(
      `the pool does not let ${name} in with the secret that Cognito shows`,
      'nothing was changed',
    );
  await reached.vault.store({ clientId: reached.slots.clientId, value: shown });
  return {};
}

async function stage({ slots: { clientId }, vault, values }: Reached, replaces: string) {
  const value = newValue();
  values.add(value);
  const version = versionReplacing(clientId, replaces);
  await vault.stage(version, { clientId, value, replaces });
  return { version };
}

async function add({ slots }: Reached, { kept }: Seen, version: string) {
  const waiting = [kept?.pending, kept?.current].find((one) => one?.version === version);
  if (!waiting) throw failure(`version ${version} is gone`, 'run the same command again');
  // Undefined if both slots are taken by now: the next look shows by whom.
  const slot = await slots.add(waiting.value);
  return { slot: slot ?? null };
}

async function promote(reached: Reached, { kept }: Seen, version: string, from: string) {
  const { holder, userPoolId, slots, vault } = reached;
  const pending = kept?.pending;
  if (pending?.version !== version) throw failure(`version ${version} is gone`, 'run the same command again');
  const answer = await askWith(reached, pending.value);
  const proof = await proofOf(holder, { userPoolId, clientId: slots.clientId }, answer);
  if (!proof)
    throw failure(
      `the pool no longer lets ${holderName(holder)} in with its new secret`,
      'callers still fetch the old one; run the same command again',
    );
  await vault.promote(version, from);
  return { proof };
}

async function retire(reached: Reached, { kept }: Seen, slot: string) {
  const { holder, slots, pause } = reached;
  const old = kept?.previous;
  await slots.remove(slot);
  if (old?.clientId !== slots.clientId) return { proof: 'the old secret is deleted' };
  const refused = await within(pause, async () => !(await askWith(reached, old.value)).opens);
  if (!refused)
    throw failure(
      `the pool still lets ${holderName(holder)} in with the old secret, ${patience / 60_000} minutes after it was deleted`,
      'look at the client in Cognito: its secrets, and who has added one',
    );
  return { proof: 'the old secret is refused' };
}

/** Performs a step. The result goes into the ledger. */
export function act(reached: Reached, seen: Seen, step: Step): Promise<object> {
  switch (step.do) {
    case 'adopt':
      return adopt(reached, seen);
    case 'stage':
      return stage(reached, step.replaces);
    case 'add':
      return add(reached, seen, step.version);
    case 'promote':
      return promote(reached, seen, step.version, step.from);
    case 'retire':
      return retire(reached, seen, step.slot);
  }
}
