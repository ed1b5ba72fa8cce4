import type { authorizer, sampleBackend } from '../../catalogue';
import { Denied } from '../denied';
import { readRegion } from '../region';

/** The registries of what to trust. A table that is not in the account is an empty string. */
export interface RegistryTables {
  flows: string;
  tenants: string;
  services: string;
  /** The function's region, which selects the tables' replica and its part of the registries. */
  region: string;
}

type Facts = typeof authorizer | typeof sampleBackend;

/** From the function's variables and Lambda's own `AWS_REGION`. Throws Denied (`misconfigured`). */
export function readRegistryTables({ environment }: Facts, env: NodeJS.ProcessEnv): RegistryTables {
  const missing = environment.filter((variable) => env[variable] === undefined);
  if (missing.length > 0) throw new Denied('misconfigured', { missing });
  const { FLOW_REGISTRY_TABLE = '', TENANT_REGISTRY_TABLE = '', SERVICES_TABLE = '' } = env;
  return {
    flows: FLOW_REGISTRY_TABLE,
    tenants: TENANT_REGISTRY_TABLE,
    services: SERVICES_TABLE,
    region: readRegion(env),
  };
}
