import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '../cli/process-identity';
import { stopLocal } from '../local/server';
import { runningTerraforms } from '../terraform/running';

/** Folder of a demo's files: one per process, so that demos can run concurrently. */
export const demoFolder = (state: string, pid: number) => join(state, 'demo', String(pid));

/** Kills Terraforms that still run: their local AWS is discarded, so there is nothing to wait for. */
function endTerraform(state: string): void {
  for (const { pid } of runningTerraforms(state))
    try {
      // The whole process group, so that providers end, too.
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
}

/** Stops and removes what demos left behind that were killed or that failed and kept their logs. */
export async function clearLeftovers(state: string): Promise<void> {
  const folder = join(state, 'demo');
  if (!existsSync(folder)) return;
  for (const pid of readdirSync(folder)) {
    if (Number(pid) !== process.pid && processIdentity(Number(pid))) continue;
    endTerraform(join(folder, pid));
    await stopLocal(join(folder, pid));
    rmSync(join(folder, pid), { recursive: true, force: true });
  }
}
