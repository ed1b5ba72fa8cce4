import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Intended, loadEnvironments } from '../../../environments/load';
import type { Problem } from '../../../environments/problems';
import { overlayProblems } from '../../../stacks/policies/fleet-problems';
import type { Drafts } from '../request/draft';
import { readPolicies, samePolicies } from '../request/own-policies';
import { policiesFolder, tenantFile } from '../tenant-file';

/**
 * What a run that was killed may have written of these tenants: their files, with no id registered yet, and folders of
 * their policies, with no tenant's file yet. A folder that holds something else is somebody else's.
 */
export function begunBy(root: string, environment = '', { drafts }: Drafts): string[] {
  return drafts.flatMap(({ values: { id }, policies }) => {
    if (typeof id !== 'string') return [];
    const folder = policiesFolder(environment, id);
    const isOurs =
      policies &&
      existsSync(join(root, folder)) &&
      samePolicies(policies, readPolicies(join(root, folder)).files);
    return [tenantFile(environment, id), ...(isOurs ? [folder] : [])];
  });
}

/** Everything that would be wrong with the project if these files were written, their policies judged by Cedar. */
export function problemsWith(root: string, intended: Intended): Problem[] {
  const { overlays, problems } = loadEnvironments(root, intended);
  const wanted = new Set(intended.wanted?.map(({ path }) => path));
  const own = overlays.filter(({ policies }) => policies.some(({ path }) => wanted.has(path)));
  return [...problems, ...own.flatMap((overlay) => overlayProblems(overlay, root))];
}
