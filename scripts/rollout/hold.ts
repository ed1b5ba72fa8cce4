import {
  type Applied,
  type Claim,
  parseRecord,
  recordKey,
  type StackRecord,
  unresolved,
} from '../applied/record';
import type { StateStore } from '../aws/state-store';
import { failure } from '../cli/errors';
import { lockKey, ourLock, parseLock, runOfLock, type StateLock } from '../terraform/state-lock';

/** The claim for which a stack is held. */
export interface Holder extends Claim {
  /** Id of the stack. */
  stack: string;
  /** Key of its state. */
  key: string;
}

/** A stack whose state lock and record are ours. */
export interface Held {
  /** The stack's earlier record. */
  before: StackRecord | undefined;
  /** We took over the lock of an earlier attempt, so nothing else was applied in between. */
  tookOver: boolean;
  /** Throws if the stack is no longer ours: its lock was released by hand, or another run took over. */
  ensureOurs(): Promise<void>;
  /** Earlier runs that broke off, whose resources have not been looked for yet. */
  brokenOff: readonly string[];
  /** Records what was applied, and releases the stack. Throws if it is no longer ours. */
  done(applied: Applied): Promise<void>;
  /**
   * Releases the stack without a result.
   * @param begun whether anything was applied: then the next attempt has to look for resources that are in no state
   */
  giveUp(begun: boolean): Promise<void>;
}

const lost = (stack: string) =>
  failure(
    `${stack} is no longer ours: its lock was released, or another run has taken over`,
    'see which: npx fleet ledger list; completed work is kept, and running again does the rest',
  );

/** The error for a lock that is not ours, or not proven to be. */
const locked = (
  stack: string,
  lock: StateLock,
  why: string,
  { folder, environment, board }: Pick<HoldOptions, 'folder' | 'environment' | 'board'>,
) => {
  const run = runOfLock(lock);
  const release = `cd ${folder} && terraform force-unlock ${lock.ID}`;
  const again = board ? `--board ${board} --mended` : `--resume ${run}`;
  return failure(
    `the state of ${stack} is locked by ${lock.Who} (${lock.Operation}, since ${lock.Created}; lock ID ${lock.ID}); it is left alone: ${why}`,
    run
      ? `wait until run ${run} has ended; if its machine is permanently gone, release the lock and continue the run: ` +
          `${release}, then npx fleet rollout --env ${environment} ${again}`
      : `wait until that run has ended; if it was killed and nothing else is running there, release it: ${release}`,
  );
};

/** What holding a stack needs from its surroundings. */
export interface HoldOptions {
  store: StateStore;
  environment: string;
  /** Why a lock may not be taken over; undefined if it is proven that it may. */
  whyHeld(lock: StateLock): Promise<string | undefined>;
  /** The work folder, for the instructions to release a lock by hand. */
  folder: string;
  /** Name of the board shared with other runners. */
  board?: string | undefined;
}

/** Takes the lock; if held, only from an earlier attempt of ours that is proven to be over. */
async function takeLock(holder: Holder, options: HoldOptions) {
  const { store, whyHeld } = options;
  const key = lockKey(holder.key);
  const { stack, lock: id, run, runner } = holder;
  const text = JSON.stringify(ourLock({ id, run, runner, at: new Date(holder.since) }, store, holder.key));
  for (;;) {
    const etag = await store.write(key, text, undefined);
    if (etag) return { key, etag, tookOver: false };
    const found = await store.read(key);
    if (!found) continue;
    const lock = parseLock(found.text);
    const why = await whyHeld(lock);
    if (why) throw locked(stack, lock, why, options);
    const taken = await store.write(key, text, found.etag);
    if (taken) return { key, etag: taken, tookOver: true };
  }
}

/**
 * Takes a stack: its state lock, as any Terraform would, then its record. Terraform itself runs without locking, so a
 * single lock covers plan and apply; its ID is in the ledger before it is taken, so its owner can be proven later.
 * Throws if the stack is held by another.
 */
export async function holdStack(holder: Holder, options: HoldOptions): Promise<Held> {
  const { store } = options;
  const lock = await takeLock(holder, options);
  const release = async () => void (await store.remove(lock.key, lock.etag));
  try {
    const key = recordKey(holder.key);
    const found = await store.read(key);
    const before = found && parseRecord(found.text);
    if (found && !before)
      throw failure(
        `s3://${store.bucket}/${key} cannot be read: it was written by another version of fleet`,
        'bring this checkout up to date',
      );
    const { stack, run, runner, lock: id, content, since } = holder;
    const fence = (before?.fence ?? 0) + 1;
    const claim: Claim = { run, runner, lock: id, content, since };
    const write = (record: StackRecord, seen: string | undefined) =>
      store.write(key, `${JSON.stringify(record, null, 2)}\n`, seen);
    const brokenOff = unresolved(before);
    const record = (rest: Partial<StackRecord>): StackRecord => ({
      version: 1,
      stack,
      fence,
      ...(before?.applied && { applied: before.applied }),
      ...rest,
    });
    const mine = await write(record({ claim, ...(brokenOff.length > 0 && { brokenOff }) }), found?.etag);
    if (!mine) throw lost(stack);
    const letGo = async (last: StackRecord) => {
      if (!(await write(last, mine))) throw lost(stack);
      await release();
    };
    return {
      before,
      tookOver: lock.tookOver,
      brokenOff,
      async ensureOurs() {
        const etags = await Promise.all([store.etagOf(lock.key), store.etagOf(key)]);
        if (etags[0] !== lock.etag || etags[1] !== mine) throw lost(stack);
      },
      done: (applied) => letGo(record({ applied })),
      giveUp(begun) {
        const runs = begun ? [...new Set([...brokenOff, run])] : brokenOff;
        return letGo(record(runs.length > 0 ? { brokenOff: runs } : {}));
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}
