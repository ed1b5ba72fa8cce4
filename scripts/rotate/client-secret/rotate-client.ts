import { failure } from '../../cli/errors';
import type { Entry } from '../../ledger/line';
import { attempt, attemptsIn } from '../../ledger/steps';
import { claimOf, type LastRotation, withClaim } from '../record';
import type { RotationRun } from '../run';
import { hidingValues, type SecretValue } from '../secret-value';
import { act, within } from './acts';
import { type ClientHolder, holderName } from './holder';
import { nextStep } from './next-step';
import { look, type Reached } from './seen';
import { openSlots } from './slots';
import { type Slot, stateOf } from './state';
import { openVault } from './vault';

/** How a client is rotated. */
export interface RotateOptions {
  /**
   * `always`: it gets a new secret. `if shown`: only if Terraform's state may hold its secret. A rotation already in
   * progress is only completed.
   */
  begin: 'always' | 'if shown';
  /** How long the old secret stays valid after callers have begun to fetch the new one. */
  soakMinutes: number;
}

/** The outcome for one client. */
export type ClientEnd =
  | { outcome: 'rotated' }
  /** Callers fetch the new secret; a run after that time deletes the old one. */
  | { outcome: 'soaking'; until: Date }
  /** There was nothing to do. */
  | { outcome: 'unchanged' }
  | { outcome: 'interrupted' };

/** A rotation takes at most six steps; more means that someone else is working against it. */
const mostSteps = 20;

const since = (slots: readonly Slot[]) =>
  slots.map(({ id, created }) => `${id} since ${created.toISOString()}`).join(', ');

const taken = (holder: ClientHolder, slots: readonly Slot[]) =>
  failure(
    `both secrets of ${holderName(holder)} are taken, and not only by this rotation: ${since(slots)}`,
    'find out who added the other one and who uses it, then delete it: aws cognito-idp delete-user-pool-client-secret',
  );

/** Slots that, by a run's ledger, it was about to replace or delete. */
const begun = (entries: readonly Entry[], name: string): unknown[] =>
  attemptsIn(entries).flatMap(({ id, intent }) => {
    if (id === `${name} stage`) return [intent.replaces];
    return id === `${name} retire` ? [intent.slot] : [];
  });

/** What a run's ledger records as proof for a client. */
const proven = (entries: readonly Entry[], name: string): string[] =>
  attemptsIn(entries).flatMap(({ id, end }) => {
    const { proof } = (end?.data.result ?? {}) as { proof?: string };
    return id.startsWith(`${name} `) && proof ? [proof] : [];
  });

async function rotate(
  run: RotationRun,
  reached: Reached,
  { begin, soakMinutes }: RotateOptions,
  rotated: (last: LastRotation) => void,
): Promise<ClientEnd> {
  const { ledger, now, by } = run;
  const name = holderName(reached.holder);
  const replaced = begun(ledger.entries, name);
  const proofs = proven(ledger.entries, name);
  const remember = () => {
    if (proofs.length > 0)
      rotated({ at: now().toISOString(), by, run: ledger.run, proof: proofs.join('; ') });
  };
  let did = false;
  for (let steps = 0; steps < mostSteps; ) {
    if (run.signal.aborted) return { outcome: 'interrupted' };
    const seen = await look(reached);
    const { slots, shown } = seen.facts;
    // This run already did it, and was killed before it could record that.
    did ||= replaced.some((id) => slots.every((slot) => slot.id !== id));
    const wanted = !did && (begin === 'always' || shown);
    const next = nextStep(stateOf(seen.facts), { begin: wanted, soakMinutes, now: now() });
    if ('stop' in next) {
      if (next.stop === 'public') throw failure(`${name} is a public client, which has no secret`);
      if (next.stop === 'foreign') throw taken(reached.holder, next.slots);
      if (!did) return { outcome: 'unchanged' };
      // Killed before it could record the proof: the value that callers fetch was tried just now.
      if (proofs.length === 0) proofs.push('the pool lets it in with what callers fetch');
      remember();
      return { outcome: 'rotated' };
    }
    if ('wait' in next) {
      if (next.wait === 'soak') {
        remember();
        return { outcome: 'soaking', until: next.until };
      }
      const proven = await within(
        run.pause,
        async () => stateOf((await look(reached)).facts).name !== 'unproven',
      );
      if (!proven) throw taken(reached.holder, next.slots);
      continue;
    }
    steps++;
    const { do: what, ...intent } = next;
    const { proof } = await attempt<{ proof?: string }>(ledger, `${name} ${what}`, intent, () =>
      hidingValues(reached.values, () => act(reached, seen, next)),
    );
    did ||= what !== 'adopt';
    if (proof) proofs.push(proof);
    remember();
  }
  throw failure(
    `the rotation of ${name} does not finish: someone else is changing its secrets at the same time`,
    'see what is there: npx fleet ledger show, and aws cognito-idp list-user-pool-client-secrets',
  );
}

/**
 * Gives an app client a new secret without changing its id or locking out a caller: callers fetch a second secret, which
 * we generate, from Secrets Manager once a token has proven it; the old one is deleted later. Resumes wherever an earlier
 * rotation stopped. Throws on failure, leaving everything as it is; no message contains any part of a secret.
 */
export async function rotateClient(
  run: RotationRun,
  holder: ClientHolder,
  options: RotateOptions,
): Promise<ClientEnd> {
  const { environment, pools, stores } = run;
  const name = holderName(holder);
  const userPoolId = await pools.poolId(holder);
  const store = await stores.of({ account: holder.account, stack: '' });
  if (!userPoolId || !store)
    throw failure(`there is no user pool ${holder.pool} (${name})`, 'roll out its stack first');
  const config = await pools.access(holder);
  const tags = { ...environment.tags, environment: environment.name, 'managed-by': 'identity-fleet' };
  const slots = await openSlots(config, userPoolId, holder);
  const vault = await openVault(config, holder, { kmsKey: environment.rotation.secretsKey, tags });
  const values = new Set<SecretValue>();
  const reached: Reached = { holder, userPoolId, slots, vault, values, pause: run.pause };
  const path = `${holder.pool}/${holder.client}`;
  const claim = claimOf(run, store, { kind: 'client-secret', region: holder.region, path, name });
  try {
    return await hidingValues(values, () =>
      withClaim(claim, (rotated) => rotate(run, reached, options, rotated)),
    );
  } finally {
    slots.close();
    vault.close();
  }
}

/**
 * Immediately retires the secret that Cognito generated for a client, which Terraform's state may hold. Its replacement
 * is kept in Secrets Manager, and Terraform never sees it. Does nothing if this was done before.
 */
export const retireShownSecret = (run: RotationRun, holder: ClientHolder): Promise<ClientEnd> =>
  rotateClient(run, holder, { begin: 'if shown', soakMinutes: 0 });
