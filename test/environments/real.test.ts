import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSchemaFile, jsonSchemas } from '../../environments/json-schema';
import { loadEnvironments } from '../../environments/load';
import { type Loose, writeFiles } from './fixture';

const root = join(__dirname, '../..');
const { environments, problems } = loadEnvironments(root);
const [dev, prod, staging] = environments;

test("the project's own environments have no problems", () => {
  expect(problems).toEqual([]);
  expect(environments.map(({ environment }) => environment.name)).toEqual(['dev', 'prod', 'staging']);
});

test('dev is small, staging is a rehearsal, and prod has the accounts, regions, rings and tenants of a real fleet', () => {
  const size = (loaded: typeof dev) => ({
    accounts: Object.keys(loaded?.environment.accounts ?? {}).length,
    regions: loaded?.environment.regions.length,
    tenants: loaded?.tenants.length,
  });
  expect(size(dev)).toEqual({ accounts: 2, regions: 2, tenants: 3 });
  expect(size(staging)).toEqual({ accounts: 3, regions: 2, tenants: 6 });
  expect(size(prod)).toEqual({ accounts: 4, regions: 3, tenants: 14 });
  const rings = Object.values(prod?.environment.cells ?? {}).map(({ ring }) => ring);
  expect(new Set(rings)).toEqual(new Set(['canary', 'early', 'general']));
});

test('only prod is production: every pool has MFA on, and no protection is given up', () => {
  expect(environments.map(({ environment }) => environment.production)).toEqual([false, true, false]);
  expect(prod?.environment).toMatchObject({
    customer: { mfa: 'ON' },
    tenants: { mfa: 'ON' },
    relaxations: [],
  });
});

test('text messages are never the only second factor in production, and no environment creates the Okta application', () => {
  expect(prod?.environment.customer.mfaMethods).toContain('authenticator');
  for (const { environment } of environments) expect(environment.internal?.okta.app).toBeUndefined();
});

test('every flow is in every environment, with services in each, one of them suspended', () => {
  for (const { environment, services } of environments) {
    const flows = Object.values(environment.accounts).flatMap((account) => account.flows);
    expect(flows.sort()).toEqual(['customer', 'internal', 'machine']);
    expect(new Set(services.map(({ status }) => status))).toEqual(new Set(['active', 'suspended']));
  }
});

test('every URL is on a reserved example domain, or on localhost', () => {
  const urls = environments.flatMap(({ environment, tenants }) =>
    [environment.customer, environment.internal, ...tenants].flatMap((owner) =>
      owner ? [...owner.callbackUrls, ...owner.logoutUrls] : [],
    ),
  );
  for (const url of urls) expect(new URL(url).hostname).toMatch(/(^|\.)example(\.com)?$|^localhost$/);
});

test('the editor schemas are up to date, and are reported if they are not', () => {
  expect(checkSchemaFile(root)).toEqual([]);
  const schemas = jsonSchemas();
  expect(schemas.map(({ file }) => file)).toEqual([
    'environments/tenant.schema.json',
    'environments/service.schema.json',
    'environments/approval.schema.json',
    'environments/tombstone.schema.json',
  ]);
  for (const { file, text } of schemas) {
    const copy = writeFiles(Object.fromEntries(schemas.map((schema) => [schema.file, schema.text])));
    expect(checkSchemaFile(copy)).toEqual([]);
    writeFileSync(join(copy, file), text.replace(/"maxLength": \d+/, '"maxLength": 31'));
    const problem = { file, path: '', remedy: 'run `make schema`' };
    expect(checkSchemaFile(copy)).toMatchObject([
      { ...problem, message: expect.stringContaining('is stale') },
    ]);
    rmSync(join(copy, file));
    expect(checkSchemaFile(copy)).toMatchObject([{ ...problem, message: 'cannot be read: ENOENT' }]);
  }
});

const tenantKeys = ['$schema', 'id', 'name', 'status', 'cells', 'callbackUrls', 'logoutUrls', 'groups'];
const approvalKeys = [
  '$schema',
  'stack',
  'address',
  'action',
  'rule',
  'reason',
  'ticket',
  'expires',
  'approver',
  'model',
];
const serviceKeys = ['$schema', 'id', 'name', 'owner', 'tier', 'status', 'allowedOps', 'rateLimit', 'scopes'];

test.each([
  ['tenant', tenantKeys],
  ['service', serviceKeys],
  ['approval', approvalKeys],
])(
  "the editor's schema of a %s refuses unknown keys, asks for what is needed and explains each key",
  (kind, keys) => {
    const { text } = jsonSchemas().find(({ file }) => file.includes(kind)) ?? { text: '{}' };
    const schema = JSON.parse(text);
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect([...schema.required].sort()).toEqual([...keys].sort());
    for (const property of Object.values<Loose>(schema.properties))
      expect(property.description).toMatch(/\w/);
  },
);
