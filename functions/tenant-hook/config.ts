import { tenantHook } from '../catalogue';
import { Denied } from '../shared/denied';
import { readEnvironment } from '../shared/environment';

export interface TenantHookConfig {
  /** Table `user_id` → `tenant_id`. */
  usersTable: string;
  /** Table (`tenant_id`, `region`) → the tenant's pool and status. */
  registryTable: string;
  /** Where the function runs: its tables' replica, and its part of the registry. */
  region: string;
}

/** From the function's variables and Lambda's own `AWS_REGION`. Throws Denied (`misconfigured`). */
export function readConfig(env: NodeJS.ProcessEnv): TenantHookConfig {
  const { TENANT_USERS_TABLE, TENANT_REGISTRY_TABLE } = readEnvironment(tenantHook, env);
  if (!env.AWS_REGION) throw new Denied('misconfigured', { missing: ['AWS_REGION'] });
  return { usersTable: TENANT_USERS_TABLE, registryTable: TENANT_REGISTRY_TABLE, region: env.AWS_REGION };
}
