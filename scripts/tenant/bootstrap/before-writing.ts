import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Intended, loadEnvironments } from '../../../environments/load';
import type { Problem } from '../../../environments/problems';
import { overlayProblems } from '../../../stacks/policies/fleet-problems';
import type { Drafts } from '../request/draft';
import { readPolicies, samePolicies } from '../request/own-policies';
import { policiesFolder, tenantFile } from '../tenant-file';

/**
 * What a killed run may have written for these tenants: their files, with no id registered yet, and policy folders, with
 * no tenant file yet. A folder with any other content was not written by that run.
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

/** Every problem that the project would have if these files were written, with Cedar validating their policies. */
export function problemsWith(root: string, intended: Intended): Problem[] {
  const { overlays, problems } = loadEnvironments(root, intended);
  const wanted = new Set(intended.wanted?.map(({ path }) => path));
  const own = overlays.filter(({ policies }) => policies.some(({ path }) => wanted.has(path)));
  return [...problems, ...own.flatMap((overlay) => overlayProblems(overlay, root))];
}
