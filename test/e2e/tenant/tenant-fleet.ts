import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { tables } from '../../../environments/names';
import type { LoadedEnvironment } from '../../../environments/schema';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { realEnvironment } from '../../invariants/fleet';
import { access, type Place } from '../fleet/cloud';
import { onLocalAws, removeFolder, stateFolder } from '../fleet/fleet';
import { Project } from '../fleet/small-fleet';

const repository = join(__dirname, '../../..');
export const regions = ['eu-central-1', 'eu-west-1'];
const accountId = '202020202020';

/** One account with two empty cells in two regions. */
function tenantFleet(capacity: number): LoadedEnvironment {
  const {
    internal: _,
    machine: __,
    edge: ___,
    email: ____,
    customer,
    ...rest
  } = realEnvironment('staging').environment;
  const cell = (ring: 'canary' | 'general') => ({ account: 'all', regions, ring, capacity });
  const { databases: _____, ...customers } = customer;
  return {
    environment: {
      ...rest,
      regions,
      customer: { ...customers, databases: {} },
      accounts: { all: { id: accountId, flows: [] } },
      cells: { 'cell-01': cell('general'), 'cell-02': cell('general') },
    } as LoadedEnvironment['environment'],
    tenants: [],
    services: [],
    overlays: [],
  };
}

/** A local AWS, and a project on it whose environment has cells but no tenants. */
export class Tenants {
  readonly places: Place[];

  private constructor(
    readonly aws: LocalAws,
    readonly project: Project,
    readonly loaded: LoadedEnvironment,
    readonly state: string,
  ) {
    this.places = regions.map((region) => ({ endpoint: aws.endpoint, accountId, region }));
  }

  static async start(capacity: number): Promise<Tenants> {
    const aws = await startLocalAws();
    const loaded = tenantFleet(capacity);
    const state = stateFolder();
    const project = new Project(onLocalAws(aws.endpoint, state));
    await standInForOrganisation(aws.endpoint, [loaded.environment]);
    project.write(loaded);
    // They contain the golden decisions.
    const policies = 'stacks/policies';
    cpSync(join(repository, policies), join(project.root, policies), { recursive: true });
    return new Tenants(aws, project, loaded, state);
  }

  fleet = (...args: string[]) => this.project.fleet(...args);

  /** Text of a tenant's file; undefined if there is none. */
  file(id: string): string | undefined {
    const file = join(this.project.root, 'environments/staging/tenants', `${id}.json`);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** All items of a table of the fleet in a region, as plain text values. */
  async items(place: Place, table: 'tenantRegistry' | 'tenantUsers'): Promise<Record<string, string>[]> {
    const client = new DynamoDBClient(access(place));
    const found: Record<string, string>[] = [];
    const TableName = tables(this.loaded.environment)[table];
    for await (const { Items = [] } of paginateScan({ client }, { TableName }))
      found.push(
        ...Items.map((item) => Object.fromEntries(Object.entries(item).map(([key, { S = '' }]) => [key, S]))),
      );
    client.destroy();
    return found;
  }

  /** A secret's value. */
  async secret(place: Place, SecretId: string): Promise<string> {
    const client = new SecretsManagerClient(access(place));
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
    client.destroy();
    return SecretString;
  }

  /** Mails that a pool has sent. */
  async mails(poolId: string): Promise<{ to: string; subject: string; secret: string }[]> {
    const answer = await fetch(`${this.aws.endpoint}/_local/cognito/${poolId}/messages`);
    return (await answer.json()) as { to: string; subject: string; secret: string }[];
  }

  async stop(): Promise<void> {
    await this.aws.stop();
    for (const folder of [this.state, this.project.root]) removeFolder(folder);
  }
}

/** Texts of all files below a folder except providers, as anyone with access to it could read them. */
export const textsUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('.terraform'))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8'));
