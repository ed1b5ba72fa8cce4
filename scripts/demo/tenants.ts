import { deployRole, roleArn, tables } from '../../environments/names';
import type { Environment, LoadedEnvironment } from '../../environments/schema';
import { assumeRole, type ClientConfig } from '../lib/aws';
import { failure } from '../lib/errors';

/** A tenant as its cell's account knows it in one region. */
export interface DemoTenant {
  id: string;
  region: string;
  userPoolId: string;
  probeClientId: string;
  policyStoreId: string;
}

/** Two tenants of one cell: ours, and the stranger whose user must get nothing. */
export interface DemoPair {
  own: string;
  other: string;
  /** Account name of the cell in which both stand. */
  account: string;
  region: string;
}

/** The first two active tenants of one cell in the home region. Throws when the environment has none. */
export function pickTenants({ environment, tenants }: LoadedEnvironment): DemoPair {
  const region = environment.regions[0] as Environment['regions'][number];
  for (const [cell, { account }] of Object.entries(environment.cells)) {
    const [own, other] = tenants.filter((t) => t.status === 'active' && t.cells[region] === cell);
    if (own?.groups.includes('operators') && other) return { own: own.id, other: other.id, account, region };
  }
  throw failure(
    `environment ${environment.name} has no cell in ${region} with two active tenants`,
    'the demo needs two, the first with a group "operators"',
  );
}

/** Access to the account in which the tenants stand. */
export const accountAccess = (
  environment: Environment,
  { account, region }: DemoPair,
): Promise<ClientConfig> => assumeRole(roleArn(environment, account, deployRole(environment)), region);

/** Reads the tenant's line in the registry, which its cell's stack wrote. Throws when it is not there. */
export async function findTenant(
  access: ClientConfig,
  environment: Environment,
  id: string,
): Promise<DemoTenant> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { DynamoDBDocumentClient, GetCommand } = await import('@aws-sdk/lib-dynamodb');
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(access));
  const TableName = tables(environment).tenantRegistry;
  const { Item } = await client.send(
    new GetCommand({ TableName, Key: { tenant_id: id, region: access.region } }),
  );
  client.destroy();
  if (!Item) throw failure(`tenant ${id} is not in ${TableName} of ${access.region}`);
  return {
    id,
    region: access.region,
    userPoolId: Item.user_pool_id,
    probeClientId: Item.probe_client_id,
    policyStoreId: Item.policy_store_id,
  };
}
