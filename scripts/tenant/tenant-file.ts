import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import type { LoadedEnvironment, Tenant } from '../../environments/schema';
import { usageError } from '../cli/errors';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { readTombstone } from './offboard/tombstone';

/** Path of a tenant's file, relative to the project's root. */
export const tenantFile = (environment: string, tenant: string): string =>
  `environments/${environment}/tenants/${tenant}.json`;

/** Path of the folder of a tenant's own policies, likewise. */
export const policiesFolder = (environment: string, tenant: string): string =>
  tenantFile(environment, tenant).replace(/\.json$/, '');

/** A tenant with its environment. Throws a usage error if it does not exist or no longer does. */
export function pickTenant(root: string, env: string | undefined, id: string) {
  const loaded = pickEnvironment(validConfiguration(root), env);
  const tenant = loaded.tenants.find((one) => one.id === id);
  if (tenant) return { loaded, tenant };
  const { name } = loaded.environment;
  const gone = readTombstone(root, name, id);
  throw gone
    ? usageError(
        `${id} has left ${name}`,
        `to open its export: npx fleet tenant export ${id} --env ${name} --open <new folder>`,
      )
    : usageError(`there is no tenant ${id} in ${name}`, `to list them: npx fleet tenant list --env ${name}`);
}

/**
 * Changes one value of a tenant's file and preserves the rest as written. If the configuration would become invalid, throws
 * and leaves the file unchanged.
 * @param path such as `['cells', 'eu-central-1']`
 * @returns the environment with the change
 */
export function editTenantFile(
  root: string,
  { environment, tenant }: { environment: string; tenant: string },
  path: string[],
  value: string,
): { loaded: LoadedEnvironment; tenant: Tenant } {
  const file = join(root, tenantFile(environment, tenant));
  const before = readFileSync(file, 'utf8');
  const after = applyEdits(before, modify(before, path, value, {}));
  if (after !== before) writeFileSync(file, after, { flush: true });
  try {
    return pickTenant(root, environment, tenant);
  } catch (error) {
    writeFileSync(file, before, { flush: true });
    throw error;
  }
}

/** Removes the configuration of a destroyed tenant: its file, and the folder of its policies. */
export function removeTenantFiles(root: string, environment: string, tenant: string): void {
  rmSync(join(root, policiesFolder(environment, tenant)), { recursive: true, force: true });
  rmSync(join(root, tenantFile(environment, tenant)), { force: true });
}
