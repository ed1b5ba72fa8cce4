import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { $ } from 'zx/core';

/** When the files of an environment's tenants were added to the project. */
export interface Arrivals {
  /** By tenant id; tenants not committed yet are left out. */
  at: ReadonlyMap<string, Date>;
  /** Why the dates are unknown. */
  why?: string;
}

const none = (why: string): Arrivals => ({ at: new Map(), why });

/**
 * Reads from git's history when each tenant's file was last added: the one record of growth that every checkout has. A file
 * that was added, removed and added again counts from its last addition.
 */
export function arrivalsOf(root: string, environment: string): Arrivals {
  if (!existsSync(join(root, '.git'))) return none('this is not a git repository');
  const git = $({ cwd: root, quiet: true, nothrow: true, sync: true });
  if (git`git rev-parse --is-shallow-repository`.stdout.trim() === 'true')
    return none('this clone is shallow; git fetch --unshallow brings its history');
  const folder = `environments/${environment}/tenants`;
  const log = git`git log --diff-filter=A --no-renames --name-only --format=%x00%cI -- ${folder}`;
  if (log.exitCode !== 0) return none(`git failed: ${log.stderr.trim().split('\n')[0]}`);
  const at = new Map<string, Date>();
  // Newest first.
  for (const commit of log.stdout.split('\0').filter(Boolean)) {
    const [date = '', ...paths] = commit.split('\n').filter(Boolean);
    for (const path of paths) {
      const id = path.startsWith(`${folder}/`)
        ? /^([^/]+)\.json$/.exec(path.slice(folder.length + 1))?.[1]
        : undefined;
      if (id !== undefined && !at.has(id)) at.set(id, new Date(date));
    }
  }
  return { at };
}
