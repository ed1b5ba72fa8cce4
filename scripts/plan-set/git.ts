import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { $ } from 'zx/core';

/** Where a folder stands in version control; null where there is none. */
export interface Revision {
  commit: string;
  /** No file differs from that commit. */
  clean: boolean;
}

const withoutApprovals = ':(exclude)environments/*/approvals/*';

const gitIn = (root: string) => $({ cwd: root, quiet: true, nothrow: true, sync: true });

/** Commit of a folder, and whether files differ from it; null outside git. */
export function revisionIn(root: string): Revision | null {
  if (!existsSync(join(root, '.git'))) return null;
  const git = gitIn(root);
  const head = git`git rev-parse HEAD`;
  const status = git`git status --porcelain`;
  if (head.exitCode !== 0 || status.exitCode !== 0) return null;
  return { commit: head.stdout.trim(), clean: status.stdout.trim() === '' };
}

/** The same as one text, with `-dirty` when files differ. */
export function revisionOf(root: string): string | null {
  const revision = revisionIn(root);
  return revision && `${revision.commit}${revision.clean ? '' : '-dirty'}`;
}

/**
 * Who wrote the commits after `bases` up to HEAD, and who changes files now: e-mail addresses in lower case, sorted.
 * Null where nobody can tell: outside git, when a base is not in this clone, such as a shallow one, or when what was
 * applied last came from outside git.
 * @param bases commits that were applied last, with or without `-dirty`; without any, the author of HEAD counts
 */
export function authorsSince(root: string, bases: readonly (string | null)[]): string[] | null {
  const revision = revisionIn(root);
  const known = bases.filter((base) => base !== null);
  if (!revision || known.length < bases.length) return null;
  const git = gitIn(root);
  const ranges = known.length > 0 ? known.map((base) => `${base.replace(/-dirty$/, '')}..HEAD`) : ['-1'];
  const found = new Set<string>();
  for (const range of ranges) {
    // Whoever approves commits the approval, and is no author of what it approves.
    const log = git`git log --format=%ae%n%ce ${range} -- . ${withoutApprovals}`;
    if (log.exitCode !== 0) return null;
    for (const line of log.stdout.split('\n')) if (line.trim()) found.add(line.trim().toLowerCase());
  }
  // What is not committed yet is the work of whoever works here.
  if (!revision.clean) {
    const email = git`git config user.email`.stdout.trim().toLowerCase();
    if (!email) return null;
    found.add(email);
  }
  return [...found].sort();
}
