import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '../cli/process-identity';
import { stopLocal } from '../local/server';
import { runningTerraforms } from '../terraform/running';

/** Where a demo keeps everything: a folder for each process, so that two can run side by side. */
export const demoFolder = (state: string, pid: number) => join(state, 'demo', String(pid));

/** Ends what Terraform is still doing to a local AWS that goes: nothing of it is worth waiting for. */
function endTerraform(state: string): void {
  for (const { pid } of runningTerraforms(state))
    try {
      // The whole process group, so that no provider is left.
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended at this very moment.
    }
}

/** Stops and removes what demos left that were killed, or that failed and kept their logs. */
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
