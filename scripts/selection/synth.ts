import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StackInfo } from './stacks';

/**
 * Writes Terraform to the folder `out`, the same bytes as `cdktf synth`: all stacks of these environments, or the
 * given ones. It is written beside and put in place when it is whole, so that stale files go and nobody reads a half tree.
 * @returns the ids of the stacks
 */
export async function synth(
  out: string,
  environments: readonly LoadedEnvironment[],
  stacks?: readonly StackInfo[],
): Promise<string[]> {
  // CDKTF takes a second to load, and most commands need none of it.
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
