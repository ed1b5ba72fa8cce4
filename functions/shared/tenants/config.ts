import type { tenantHook, tenantPostConfirmation } from '../../catalogue';
import { readEnvironment } from '../environment';
import { readRegion } from '../region';
import type { TenantTables } from './records';

/** From the function's variables and Lambda's own `AWS_REGION`. Throws Denied (`misconfigured`). */
export function readTables(
  facts: typeof tenantHook | typeof tenantPostConfirmation,
  env: NodeJS.ProcessEnv,
): TenantTables {
  const { TENANT_USERS_TABLE, TENANT_REGISTRY_TABLE } = readEnvironment(facts, env);
  return {
    usersTable: TENANT_USERS_TABLE,
    registryTable: TENANT_REGISTRY_TABLE,
    region: readRegion(env),
  };
}
