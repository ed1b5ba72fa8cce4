import { tables } from '../../environments/names';
import type { Environment, LoadedEnvironment } from '../../environments/schema';
import type { ClientConfig } from '../aws/credentials';
import { failure } from '../cli/errors';
import { getItem } from './tables';

/** A tenant as registered in its cell's account and one region. */
export interface DemoTenant {
  id: string;
  region: string;
  userPoolId: string;
  probeClientId: string;
  policyStoreId: string;
}

/** Two tenants of one cell: the one that is shown, and another whose user must get no token. */
export interface DemoPair {
  own: string;
  other: string;
  /** Account name of their cell. */
  account: string;
  region: string;
}

/** The first two active tenants of one cell in the home region. Throws if there are none. */
export function pickTenants({ environment, tenants }: LoadedEnvironment): DemoPair {
  const region = environment.regions[0] as Environment['regions'][number];
  for (const [cell, { account }] of Object.entries(environment.cells)) {
    const [own, other] = tenants.filter((t) => t.status === 'active' && t.cells[region] === cell);
    if (own?.groups.includes('operators') && other) return { own: own.id, other: other.id, account, region };
  }
  throw failure(
    `environment ${environment.name} has no cell in ${region} with two active tenants`,
    'the demo needs two, the first of them with a group "operators"',
  );
}

/** Reads the tenant's registry item, which its cell's stack writes. Throws if it is missing. */
export async function findTenant(
  access: ClientConfig,
  environment: Environment,
  id: string,
): Promise<DemoTenant> {
  const { region } = access;
  const { tenantRegistry } = tables(environment);
  const item = await getItem(access, tenantRegistry, { tenant_id: id, region });
  if (!item) throw failure(`tenant ${id} is not in ${tenantRegistry} of ${region}`);
  return {
    id,
    region,
    userPoolId: String(item.user_pool_id),
    probeClientId: String(item.probe_client_id),
    policyStoreId: String(item.policy_store_id),
  };
}
