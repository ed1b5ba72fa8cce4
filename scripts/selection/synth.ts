import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StackInfo } from './stacks';

/**
 * Writes Terraform to the folder `out`, the same bytes as `cdktf synth`: all stacks of these environments, or the
 * given ones. Written to a temporary folder and swapped in when complete, so that no stale files remain and no reader
 * sees a partial tree.
 * @returns the ids of the stacks
 */
export async function synth(
  out: string,
  environments: readonly LoadedEnvironment[],
  stacks?: readonly StackInfo[],
): Promise<string[]> {
  // CDKTF takes a second to load, and most commands do not need it.
  const { writeStacks } = await import('../../main');
  const fresh = `${out}.new-${process.pid}`;
  mkdirSync(dirname(out), { recursive: true });
  rmSync(fresh, { recursive: true, force: true });
  try {
    const ids = writeStacks(
      environments,
      fresh,
      stacks && {
        selected: new Set(stacks.map(({ id }) => id)),
        emptied: stacks.filter(({ removed }) => removed),
      },
    );
    rmSync(out, { recursive: true, force: true });
    renameSync(fresh, out);
    return ids;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
