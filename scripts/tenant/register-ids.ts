import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tenantIdsName, withTenantIds } from '../../environments/loading/tenant-ids';

/** Path of an environment's id register, relative to the project's root. */
const registerOf = (environment: string) => `environments/${environment}/${tenantIdsName}`;

/** Adds ids to the register atomically. @returns its path */
export function registerIds(root: string, environment: string, ids: readonly string[]): string {
  const path = registerOf(environment);
  const file = join(root, path);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const after = withTenantIds(before, ids);
  if (after === before) return path;
  // If killed, it leaves only a hidden file, which nothing reads.
  const fresh = join(root, `environments/${environment}/.${process.pid}.new`);
  writeFileSync(fresh, after, { flush: true });
  renameSync(fresh, file);
  return path;
}

/** Does the same if the environment keeps a register: the first one must list all ids (`fleet schema`). */
export function registerIfKept(root: string, environment: string, ids: readonly string[]): void {
  if (existsSync(join(root, registerOf(environment)))) registerIds(root, environment, ids);
}
