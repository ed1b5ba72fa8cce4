import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tenantIdsName, withTenantIds } from '../../environments/loading/tenant-ids';

/** The register of an environment's ids, from the project's root. */
const registerOf = (environment: string) => `environments/${environment}/${tenantIdsName}`;

/** Adds ids to the register, whole or not at all. @returns its path */
export function registerIds(root: string, environment: string, ids: readonly string[]): string {
  const path = registerOf(environment);
  const file = join(root, path);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const after = withTenantIds(before, ids);
  if (after === before) return path;
  // A hidden name, which nothing reads, is what a kill leaves.
  const fresh = join(root, `environments/${environment}/.${process.pid}.new`);
  writeFileSync(fresh, after, { flush: true });
  renameSync(fresh, file);
  return path;
}

/** The same where the environment keeps a register: a first one has to have all ids (`fleet schema`). */
export function registerIfKept(root: string, environment: string, ids: readonly string[]): void {
  if (existsSync(join(root, registerOf(environment)))) registerIds(root, environment, ids);
}
