import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from './errors';
import { processIdentity } from './process-identity';
import { privateFolder } from './workspace';

interface Holder {
  pid: number;
  /** `processIdentity` of the process, since numbers are used again. */
  identity: string;
  command: string;
}

const isAlive = ({ pid, identity }: Holder) => processIdentity(pid) === identity;

/** Puts the file there with its content, at once; false when it is there already. */
function tryTake(file: string, mine: string): boolean {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Undefined when the file is gone. What is no lock of ours counts as held by nobody. */
function readHolder(file: string): Holder | undefined {
  try {
    const { pid, identity, command } = JSON.parse(readFileSync(file, 'utf8'));
    return { pid: Number(pid), identity: String(identity), command: String(command) };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? undefined
      : { pid: 0, identity: '', command: '' };
  }
}

/** Takes a dead process's lock away. Renamed first, so that it never removes the lock of a quicker one. */
function removeDead(file: string, { identity }: Holder, aside: string): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readHolder(aside)?.identity !== identity) tryTake(file, aside);
  rmSync(aside, { force: true });
}

/**
 * Does work that no other command of this folder may do at the same time: two would mix what they
 * synthesized in `cdktf.out` and in the work folders. The lock of a process that is no more is taken over.
 * Throws a usage error that names the other command.
 */
export async function exclusively<T>(state: string, command: string, work: () => Promise<T>): Promise<T> {
  const file = join(privateFolder(state), 'running.json');
  const mine = `${file}.${process.pid}`;
  const identity = processIdentity(process.pid) ?? 'unknown';
  writeFileSync(mine, JSON.stringify({ pid: process.pid, identity, command }), { mode: 0o600 });
  try {
    while (!tryTake(file, mine)) {
      const holder = readHolder(file);
      if (!holder) continue;
      if (isAlive(holder))
        throw usageError(
          `"fleet ${holder.command}" is running in ${state} (process ${holder.pid})`,
          'wait until it has ended, or work in a folder of your own: FLEET_DIR=/some/folder',
        );
      removeDead(file, holder, `${mine}.dead`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
