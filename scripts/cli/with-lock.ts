import { join } from 'node:path';
import { usageError } from './errors';
import { takeLock } from './lock';
import { processIdentity } from './process-identity';
import { privateFolder } from './workspace';

/**
 * Runs work that no other command may do in this folder at the same time: two would mix their
 * output in `cdktf.out` and in the work folders. Replaces the lock of a process that no longer exists.
 * Throws a usage error that names the other command.
 */
export async function withLock<T>(state: string, command: string, work: () => Promise<T>): Promise<T> {
  const identity = processIdentity(process.pid) ?? 'unknown';
  const lock = takeLock(join(privateFolder(state), 'running.json'), { pid: process.pid, identity, command });
  if ('heldBy' in lock)
    throw usageError(
      `"fleet ${lock.heldBy.command}" is running in ${state} (process ${lock.heldBy.pid})`,
      'wait until it has ended, or use another folder: FLEET_DIR=/some/folder',
    );
  try {
    return await work();
  } finally {
    lock.release();
  }
}
