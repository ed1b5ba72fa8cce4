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

/** Whom a stack is held for. */
export interface Holder extends Claim {
  /** Id of the stack. */
  stack: string;
  /** Key of its state. */
  key: string;
}

/** A stack whose state lock and record are ours. */
export interface Held {
  /** What was known of the stack before. */
  before: StackRecord | undefined;
  /** We took over the lock of an earlier attempt, so that nobody came in between. */
  tookOver: boolean;
  /** Throws when the stack is no longer ours: somebody has released the lock by hand, or gone on. */
  ensureOurs(): Promise<void>;
  /** Runs before ours that broke off, and of which nobody has found out yet what they made. */
  brokenOff: readonly string[];
  /** Remembers what was applied, and lets go of the stack. Throws when it is no longer ours. */
  done(applied: Applied): Promise<void>;
  /**
   * Lets go of the stack without a result.
   * @param begun whether anything was applied: then the next attempt has to look what stands in no state
   */
  giveUp(begun: boolean): Promise<void>;
}

const lost = (stack: string) =>
  failure(
    `${stack} is no longer ours: somebody has released its lock, or gone on with it`,
    'see who: npx fleet ledger list; what is done stays done, and running again finds out what is left',
  );

/** The error about a lock that is somebody else's, or not proven to be anybody's. */
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
      ? `wait until run ${run} has ended; if its machine is gone for good, release the lock and go on with it: ` +
          `${release}, then npx fleet rollout --env ${environment} ${again}`
      : `wait until that run has ended; if it was killed and nobody works there, release it: ${release}`,
  );
};

/** What holding a stack needs to know of the world. */
export interface HoldOptions {
  store: StateStore;
  environment: string;
  /** Why a lock may not be taken over; undefined when it is proven that it may. */
  whyHeld(lock: StateLock): Promise<string | undefined>;
  /** The work folder, for whoever has to release a lock by hand. */
  folder: string;
  /** Name of the board that the run shares with others. */
  board?: string | undefined;
}

/** Takes the lock; from an earlier attempt of ours only, and only if that is proven to be over. */
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
 * Takes a stack: its state lock, as any Terraform would, then its record. Terraform itself is told not to lock, so one
 * lock, whose ID stands in the ledger before it is taken, covers plan and apply, and whose it is can be proven later.
 * Throws when somebody else holds the stack.
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
        `s3://${store.bucket}/${key} cannot be read: another version of fleet has written it`,
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
