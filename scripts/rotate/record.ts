import type { StateStore } from '../aws/state-store';
import { exitCodes, FleetError } from '../cli/errors';
import { describeRunner, isGone, type Runner } from '../cli/runner';
import { takenBy } from '../ledger/fence';
import type { Entry } from '../ledger/line';
import type { RotationRun } from './run';

/** Who is rotating a secret. */
export interface RotationClaim {
  /** Id of the run, whose ledger lists the steps. */
  run: string;
  runner: Runner;
  /** ISO 8601. */
  since: string;
}

/** How a secret was last rotated. Contains no secret value. */
export interface LastRotation {
  /** ISO 8601. */
  at: string;
  /** ARN of the identity that did it. */
  by: string;
  run: string;
  /** What proved the new secret. */
  proof: string;
  /** The version in Secrets Manager, where that shows what is left to do. */
  version?: string;
}

/** A secret's record in the state bucket, which keeps every earlier version of it. */
export interface RotationRecord {
  version: 1;
  claim?: RotationClaim;
  last?: LastRotation;
}

/**
 * Key of a secret's record.
 * @param kind such as `client-secret`
 * @param path pool and name, as `<pool>/<name>`
 */
export const rotationKey = (kind: string, region: string, path: string): string =>
  `rotations/${kind}/${region}/${path}.json`;

const parse = (text: string): RotationRecord => JSON.parse(text);

/** A secret's record; undefined when it was never rotated. */
export async function readRotation(store: StateStore, key: string): Promise<RotationRecord | undefined> {
  const found = await store.read(key);
  return found && parse(found.text);
}

/** Why a claim may not be taken over; undefined when its holder has provably stopped. */
export async function whyClaimed(
  claim: RotationClaim,
  run: string,
  entriesOf: (run: string) => Promise<readonly Entry[] | undefined>,
  here?: Runner,
): Promise<string | undefined> {
  // The same run is being resumed: its former process stops at its next ledger line.
  if (claim.run === run || isGone(claim.runner, here)) return undefined;
  const last = (await entriesOf(claim.run))?.at(-1);
  if (last && (last.type === 'close' || takenBy(last) !== undefined)) return undefined;
  return `${describeRunner(claim.runner)} has been rotating it since ${claim.since} (run ${claim.run})`;
}

/** Another run is rotating the secret: nothing was looked at or changed. */
export class SecretHeld extends FleetError {}

/** What a run needs in order to claim a secret. */
export interface ClaimOptions {
  store: StateStore;
  key: string;
  /** The secret's name. */
  name: string;
  mine: RotationClaim;
  /** Command line that resumes a run. */
  resume(run: string): string;
  whyHeld(claim: RotationClaim): Promise<string | undefined>;
}

/**
 * Options with which a run claims a secret.
 * @param kind such as `client-secret`
 * @param path pool and name, as `<pool>/<name>`
 */
export const claimOf = (
  run: RotationRun,
  store: StateStore,
  { kind, region, path, name }: { kind: string; region: string; path: string; name: string },
): ClaimOptions => ({
  store,
  key: rotationKey(kind, region, path),
  name,
  mine: { run: run.ledger.run, runner: run.runner, since: run.now().toISOString() },
  resume: run.resume,
  whyHeld: (other) => whyClaimed(other, run.ledger.run, run.entriesOf),
});

/**
 * Works on a secret while no one else rotates it: its record says who does, and is written only if it has not changed in
 * the meantime. Throws SecretHeld when another run holds the secret.
 * @param work receives a function that records how the secret was rotated, even if something fails later, and how it
 *   was rotated before
 */
export async function withClaim<T>(
  { store, key, name, mine, resume, whyHeld }: ClaimOptions,
  work: (rotated: (last: LastRotation) => void, last: LastRotation | undefined) => Promise<T>,
): Promise<T> {
  for (;;) {
    const found = await store.read(key);
    const before: RotationRecord = found ? parse(found.text) : { version: 1 };
    const { claim } = before;
    const why = claim && (await whyHeld(claim));
    if (claim && why)
      throw new SecretHeld(`${name} is being rotated by someone else: ${why}`, {
        exitCode: exitCodes.failed,
        remedy: `wait until that run has ended; if its machine is gone for good, continue it: ${resume(claim.run)}`,
      });
    const held = await store.write(key, JSON.stringify({ ...before, claim: mine }), found?.etag);
    if (!held) continue;
    let { last } = before;
    // If another run has taken it over, only that run may release it.
    const letGo = () =>
      store.write(key, JSON.stringify({ version: 1, ...(last && { last }) } satisfies RotationRecord), held);
    try {
      const result = await work((rotated) => {
        last = rotated;
      }, before.last);
      await letGo();
      return result;
    } catch (error) {
      // The first error says more. The claim of a run that has ended blocks no one.
      await letGo().catch(() => {});
      throw error;
    }
  }
}
