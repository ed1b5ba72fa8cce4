import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadEnvironments } from '../../environments/load';
import type { Database, Environment, PoolSettings, Service, Tenant } from '../../environments/schema';
import { rolloutSchema } from '../../environments/schema/rollout';
import { rotationSchema } from '../../environments/schema/rotation';

/** Loose, so that a test can write what the types forbid. */
// biome-ignore lint/suspicious/noExplicitAny: a mutation may put anything anywhere
export type Loose = any;

/** A configuration in memory; `files` overrides or adds raw files by their path. */
export interface Tree {
  environments: Record<string, Loose>;
  /** By `<environment>/<file name without .json>`. */
  tenants: Record<string, Loose>;
  /** Likewise. */
  services: Record<string, Loose>;
  files: Record<string, string | Uint8Array>;
}

const pool = (): PoolSettings => ({
  tier: 'ESSENTIALS',
  mfa: 'ON',
  password: { minimumLength: 12, history: 3, temporaryValidityDays: 7 },
  tokens: { accessMinutes: 60, idMinutes: 60, refreshHours: 24 },
});

/** A valid database for an environment of `validTree`. */
export const database = (region: string, digit: string): Database => ({
  host: `roles-${digit}.proxy-abc.${region}.rds.amazonaws.com`,
  port: 5432,
  database: 'customers',
  user: 'hook',
  proxyId: `prx-${digit.repeat(17)}`,
  subnetIds: ['subnet-0000000a', 'subnet-0000000b'],
  securityGroupIds: ['sg-0000000a'],
});

const sender = (name: string) => ({
  identity: { make: `auth.${name}.example.com` },
  from: `no-reply@auth.${name}.example.com`,
  awaitingDns: [],
});

const environment = (name: string, production: boolean, digit: string): Environment => ({
  rollout: rolloutSchema.parse({}),
  rotation: rotationSchema.parse({}),
  name,
  production,
  organization: 'example',
  regions: ['eu-central-1', 'eu-west-1'],
  accounts: {
    identity: { id: digit.repeat(12), flows: ['customer', 'internal', 'machine'] },
    cells: { id: `${digit.repeat(11)}0`, flows: [] },
  },
  bootstrapRole: 'Bootstrap',
  pipeline: {
    issuer: 'https://ci.example.com',
    audience: 'sts.amazonaws.com',
    deploySubjects: [`repo:example/fleet:environment:${name}`],
    sessionHours: 6,
    planSubjects: [`repo:example/fleet:${production ? `environment:${name}-plan` : 'pull_request'}`],
  },
  alarmTopic: 'alarms',
  logRetentionDays: 30,
  customer: {
    ...pool(),
    callbackUrls: [`https://pay.${name}.example.com/in`],
    logoutUrls: [`https://pay.${name}.example.com/out`],
    mfaMethods: ['authenticator'],
    linkFederatedUsers: false,
    databases: { 'eu-central-1': database('eu-central-1', digit), 'eu-west-1': database('eu-west-1', digit) },
  },
  internal: {
    tier: 'ESSENTIALS',
    tokens: { accessMinutes: 60, idMinutes: 60, refreshHours: 12 },
    callbackUrls: [`https://staff.${name}.example.com/in`],
    logoutUrls: [`https://staff.${name}.example.com/out`],
    okta: {
      domains: ['staff.example.com'],
      attributes: { email: 'email' },
      oidc: {
        issuer: 'https://staff.okta.example',
        clientId: 'fleet',
        secretName: 'fleet/okta',
        scopes: ['openid', 'email'],
      },
    },
  },
  machine: {
    tier: 'ESSENTIALS',
    accessMinutes: 15,
    resourceServers: [
      { identifier: 'payments', name: 'Payments', scopes: [{ name: 'read', description: 'See payments' }] },
    ],
  },
  tenants: pool(),
  email: { 'eu-central-1': sender(name), 'eu-west-1': sender(name) },
  cells: {
    'cell-01': { account: 'cells', regions: ['eu-central-1', 'eu-west-1'], ring: 'canary', capacity: 3 },
    'cell-02': { account: 'cells', regions: ['eu-central-1'], ring: 'general', capacity: 3 },
  },
  tags: { owner: 'identity' },
  relaxations: [],
});

/** A valid tenant for an environment of `validTree`. */
export const tenant = (env: string, id: string): Tenant => ({
  $schema: '../../tenant.schema.json',
  id,
  name: id,
  status: 'active',
  cells: { 'eu-central-1': 'cell-01', 'eu-west-1': 'cell-01' },
  callbackUrls: [`https://${id}.${env}.example.com/in`],
  logoutUrls: [`https://${id}.${env}.example.com/out`],
  groups: ['admins', 'viewers'],
});

/** A valid service for an environment of `validTree`. */
export const service = (id: string): Service => ({
  $schema: '../../service.schema.json',
  id,
  name: id,
  owner: 'billing',
  tier: 'silver',
  status: 'active',
  allowedOps: ['payments:view'],
  rateLimit: 50,
  scopes: ['payments/read'],
  policyStore: 'shared',
});

/** Two environments, one of them production, three tenants and three services; nothing is wrong with them. */
export const validTree = (): Tree => ({
  environments: { live: environment('live', true, '2'), test: environment('test', false, '1') },
  tenants: {
    'live/acme': tenant('live', 'acme'),
    'test/acme': tenant('test', 'acme'),
    'test/globex': tenant('test', 'globex'),
  },
  services: {
    'live/ledger': service('ledger'),
    'test/billing': service('billing'),
    'test/ledger': service('ledger'),
  },
  files: {},
});

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** Writes files into a new root, which is removed after the test. */
export function writeFiles(files: Record<string, string | Uint8Array>): string {
  const root = mkdtempSync(join(tmpdir(), 'fleet-environments-'));
  roots.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** One entry per line, as people write it: line numbers matter. */
export function render({
  environments,
  tenants,
  services,
  files,
}: Tree): Record<string, string | Uint8Array> {
  const modules = Object.entries(environments).map(([name, value]) => [
    `environments/${name}.ts`,
    `export default ${JSON.stringify(value, null, 2)};\n`,
  ]);
  const json = (kind: string, values: Record<string, Loose>) =>
    Object.entries(values).map(([key, value]) => [
      `environments/${key.replace('/', `/${kind}/`)}.json`,
      `${JSON.stringify(value, null, 2)}\n`,
    ]);
  const rendered = [...modules, ...json('tenants', tenants), ...json('services', services)];
  return { ...Object.fromEntries(rendered), ...files };
}

/** Loads the valid tree, or another, after one change. */
export function loadChanged(change: (tree: Tree) => void, make = validTree) {
  const tree = make();
  change(tree);
  return loadEnvironments(writeFiles(render(tree)));
}

/**
 * Sets (or with `undefined` removes) the value at a path such as `cells.cell-01.regions.0`, of one file: the
 * environment `test`, the tenant `test/acme`, the service `test/billing`, …
 */
export function set(tree: Tree, name: string, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() as string;
  const file = tree.environments[name] ?? tree.tenants[name] ?? tree.services[name];
  const parent = keys.reduce((at, key) => at[key], file);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}

/** Where such a file is. */
export function fileOf(name: string): string {
  const folder = name in validTree().services ? '/services/' : '/tenants/';
  return `environments/${name.includes('/') ? `${name.replace('/', folder)}.json` : `${name}.ts`}`;
}

/** Kind of mistake, values to set, and the one Problem that they cause. */
export type Row = [
  kind: string,
  changes: Record<string, unknown>,
  path: string,
  value: unknown,
  message: string,
  remedy: string,
];

/**
 * Each row is a mistake in one file (`test`, `live`, the tenant `test/acme`, the service `test/billing`, …)
 * of the valid tree, or another one: refused for exactly the reason that it names, and for nothing else.
 */
export const refuses = (name: string, rows: Row[], make = validTree) =>
  test.each(rows)(`${name}: %s`, (_, changes, path, value, message, remedy) => {
    const { environments, problems } = loadChanged((tree) => {
      for (const [at, to] of Object.entries(changes)) set(tree, name, at, to);
    }, make);
    expect(problems).toMatchObject([
      {
        file: fileOf(name),
        path,
        message: expect.stringContaining(message),
        remedy: expect.stringContaining(remedy),
      },
    ]);
    expect(problems[0]?.value).toEqual(value);
    expect(environments).toEqual([]);
  });
