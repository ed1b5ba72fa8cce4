import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { processIdentity } from './process-identity';

/** Who holds a lock, and what for. */
export interface Holder {
  pid: number;
  /** `processIdentity` of the process, since process ids are reused. */
  identity: string;
  command: string;
}

/** A lock as stored in its file. Each acquisition has its own id, which is never reused. */
interface Lock extends Holder {
  id: string;
}

/** Creates the lock atomically; false if there already is one. */
function tryPut(file: string, mine: string): boolean {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Undefined if the file is gone. A file that is not one of our locks counts as held by nobody. */
function readLock(file: string): Lock | undefined {
  try {
    const { pid, identity, command, id } = JSON.parse(readFileSync(file, 'utf8'));
    const named = /^[\w-]+$/.test(id) ? id : 'unnamed';
    return { pid: Number(pid), identity: String(identity ?? ''), command: String(command), id: named };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return { pid: 0, identity: '', command: '', id: 'unreadable' };
  }
}

/**
 * Takes the lock, or returns its holder.
 *
 * If several processes find the lock of a dead one, only one of them may replace it, and it may be suspended at any
 * moment. So the right to replace a lock is itself a lock, named after the lock being replaced. Its holder
 * checks again: if the dead lock is still there, no other process can replace it now; if not, an earlier holder of
 * the right already has. A process that dies with the right leaves a dead lock, which is replaced in the same way.
 */
function take(file: string, mine: string): Lock | undefined {
  for (;;) {
    if (tryPut(file, mine)) return undefined;
    const dead = readLock(file);
    if (!dead) continue;
    if (processIdentity(dead.pid) === dead.identity) return dead;
    const right = `${file}.after-${dead.id}`;
    const quicker = take(right, mine);
    if (quicker) return quicker;
    try {
      if (readLock(file)?.id !== dead.id) continue;
      const fresh = `${mine}.fresh`;
      linkSync(mine, fresh);
      renameSync(fresh, file);
      return undefined;
    } finally {
      rmSync(right, { force: true });
    }
  }
}

/**
 * Takes the lock at `file` for a process, replacing that of a process that no longer exists.
 * @returns how to release it, or who holds it
 */
export function takeLock(file: string, holder: Holder): { release(): void } | { heldBy: Holder } {
  const id = randomUUID();
  const mine = `${file}.${id}`;
  writeFileSync(mine, JSON.stringify({ ...holder, id }), { mode: 0o600 });
  try {
    const heldBy = take(file, mine);
    if (heldBy) return { heldBy };
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    release() {
      if (readLock(file)?.id === id) rmSync(file, { force: true });
    },
  };
}
