import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopLocal } from '../lib/local-server';

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Where a demo keeps everything: a folder for each process, so that two can run side by side. */
export const demoFolder = (state: string, pid: number) => join(state, 'demo', String(pid));

/** Stops and removes what demos left that were killed, or that failed and kept their logs. */
export async function clearLeftovers(state: string): Promise<void> {
  const folder = join(state, 'demo');
  if (!existsSync(folder)) return;
  for (const pid of readdirSync(folder)) {
    if (Number(pid) !== process.pid && isAlive(Number(pid))) continue;
    await stopLocal(join(folder, pid));
    rmSync(join(folder, pid), { recursive: true, force: true });
  }
}
