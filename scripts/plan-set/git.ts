import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { $ } from 'zx/core';

/** The commit of a checkout. */
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

/** The same as one string, with `-dirty` if files differ. */
export function revisionOf(root: string): string | null {
  const revision = revisionIn(root);
  return revision && `${revision.commit}${revision.clean ? '' : '-dirty'}`;
}

/**
 * E-mail addresses of the authors of the commits after `bases` up to HEAD, and of uncommitted changes, in lower case and
 * sorted. Null if unknown: outside git, if a base is not in this clone (such as a shallow one), or if the last apply
 * came from outside git.
 * @param bases commits last applied, with or without `-dirty`; without any, the author of HEAD counts
 */
export function authorsSince(root: string, bases: readonly (string | null)[]): string[] | null {
  const revision = revisionIn(root);
  const known = bases.filter((base) => base !== null);
  if (!revision || known.length < bases.length) return null;
  const git = gitIn(root);
  const ranges = known.length > 0 ? known.map((base) => `${base.replace(/-dirty$/, '')}..HEAD`) : ['-1'];
  const found = new Set<string>();
  for (const range of ranges) {
    // Committing an approval does not make its author an author of what it approves.
    const log = git`git log --format=%ae%n%ce ${range} -- . ${withoutApprovals}`;
    if (log.exitCode !== 0) return null;
    for (const line of log.stdout.split('\n')) if (line.trim()) found.add(line.trim().toLowerCase());
  }
  // Uncommitted changes are the current user's work.
  if (!revision.clean) {
    const email = git`git config user.email`.stdout.trim().toLowerCase();
    if (!email) return null;
    found.add(email);
  }
  return [...found].sort();
}
