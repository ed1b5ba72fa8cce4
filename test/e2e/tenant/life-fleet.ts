import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListAliasesCommand } from '@aws-sdk/client-lambda';
import type { LoadedEnvironment } from '../../../environments/schema';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { findTenant } from '../../../scripts/demo/tenants';
import { type DemoUser, registerUser, signIn } from '../../../scripts/demo/users';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { access, type Place } from '../fleet/cloud';
import { type Ended, onLocalAws, removeFolder, stateFolder } from '../fleet/fleet';
import { Project, smallFleet } from '../fleet/small-fleet';
import type { Victim } from '../memory/kills';
import { wireTo } from '../memory/wire';

export const regions = ['eu-central-1', 'eu-west-1'] as const;
const accountId = '202020202020';
export const stateBucketName = `northpay-staging-tfstate-${accountId}`;

/** One account with two cells in two regions: `acme` in both regions, `initech` in the same cell in one. */
export function twoRegions(): LoadedEnvironment {
  const { environment, tenants } = smallFleet();
  const { machine: _, rollout: __, ...rest } = environment;
  const cells = Object.fromEntries(
    Object.entries(environment.cells).map(([cell, of]) => [cell, { ...of, ring: 'canary', regions }]),
  );
  const settings = {
    ...rest,
    regions,
    cells,
    accounts: { all: { id: accountId, flows: [] } },
    tenants: { ...environment.tenants, mfa: 'OPTIONAL' },
    rollout: { wavesOverlap: true },
  };
  const [first, second] = regions;
  return {
    environment: settings as unknown as LoadedEnvironment['environment'],
    tenants: tenants
      .filter(({ id }) => id !== 'hooli')
      .map((tenant) => ({
        ...tenant,
        cells: { [first]: 'cell-01', ...(tenant.id === 'acme' && { [second]: 'cell-01' }) },
      })),
    services: [],
    overlays: [],
  };
}

/** A fleet of two regions on its own local AWS. */
export interface LifeFleet {
  aws: LocalAws;
  project: Project;
  /** A command on it to be killed. */
  victim: Omit<Victim, 'args'>;
  place(region: string): Place;
  run(...args: string[]): Promise<Ended>;
  /** Creates a user of the tenant in a region. */
  user(tenant: string, region: string, email: string): Promise<DemoUser>;
  /** `in`, or why there is no token. */
  signIn(tenant: string, region: string, user: DemoUser): Promise<string>;
  /** Whether a cell's hook has an alias for the tenant. */
  aliases(region: string, cell: string, tenant: string): Promise<boolean>;
  /** The tenant's items in the registry and the user mapping. */
  itemsOf(region: string, tenant: string): Promise<unknown[]>;
  stop(): Promise<void>;
}

export async function lifeFleet(loaded = twoRegions()): Promise<LifeFleet> {
  const { environment } = loaded;
  const aws = await startLocalAws();
  const wire = await wireTo(aws.endpoint);
  const state = stateFolder();
  const env = onLocalAws(wire.endpoint, state);
  const project = new Project(env);
  project.write(loaded);
  await standInForOrganisation(aws.endpoint, [environment]);
  const place = (region: string) => ({ endpoint: aws.endpoint, accountId, region });
  const config = (region: string) => access(place(region)) as never;
  return {
    aws,
    project,
    victim: { root: project.root, state, env, wire },
    place,
    run: (...args) => project.fleet(...args),
    async user(tenant, region, email) {
      const found = await findTenant(config(region), environment, tenant);
      return registerUser(config(region), environment, found, { email, mappedTo: tenant });
    },
    async signIn(tenant, region, user) {
      const answer = await signIn(
        config(region),
        await findTenant(config(region), environment, tenant),
        user,
      );
      return 'refusal' in answer ? answer.refusal : 'in';
    },
    async aliases(region, cell, tenant) {
      const client = new LambdaClient(config(region));
      const FunctionName = `staging-${cell}-hook`;
      const { Aliases = [] } = await client.send(new ListAliasesCommand({ FunctionName }));
      client.destroy();
      return Aliases.some(({ Name }) => Name === tenant);
    },
    async itemsOf(region, tenant) {
      const client = new DynamoDBClient(config(region));
      const tables = ['staging-tenant-registry', 'staging-tenant-users'];
      const found = await Promise.all(tables.map((TableName) => client.send(new ScanCommand({ TableName }))));
      client.destroy();
      return found.flatMap(({ Items = [] }) => Items).filter(({ tenant_id }) => tenant_id?.S === tenant);
    },
    async stop() {
      await wire.close();
      await aws.stop();
      for (const folder of [project.root, state]) removeFolder(folder);
    },
  };
}
