import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import type { LoadedEnvironment, Tenant } from '../../environments/schema';
import { usageError } from '../cli/errors';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';

/** A tenant's file, from the project's root. */
export const tenantFile = (environment: string, tenant: string): string =>
  `environments/${environment}/tenants/${tenant}.json`;

/** A tenant with its environment. Throws a usage error that names what there is. */
export function pickTenant(root: string, env: string | undefined, id: string) {
  const loaded = pickEnvironment(validConfiguration(root), env);
  const tenant = loaded.tenants.find((one) => one.id === id);
  if (!tenant)
    throw usageError(
      `there is no tenant ${id} in ${loaded.environment.name}`,
      `there is: ${loaded.tenants.map((one) => one.id).join(', ') || 'none'}`,
    );
  return { loaded, tenant };
}

/**
 * Changes one value of a tenant's file and leaves everything else in it as it is written. Throws, and leaves the file
 * alone, where the configuration would no longer be valid.
 * @param path such as `['cells', 'eu-central-1']`
 * @returns the environment as it is now
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
