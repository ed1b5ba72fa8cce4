import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSchemaFile, tenantJsonSchema, tenantSchemaFile } from '../../environments/json-schema';
import { loadEnvironments } from '../../environments/load';
import { writeFiles } from './fixture';

const root = join(__dirname, '../..');
const { environments, problems } = loadEnvironments(root);
const [dev, prod, staging] = environments;

test("the project's own environments have no problems", () => {
  expect(problems).toEqual([]);
  expect(environments.map(({ environment }) => environment.name)).toEqual(['dev', 'prod', 'staging']);
});

test('dev is small, staging rehearses, prod has accounts, regions, rings and tenants of a real fleet', () => {
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

test('every URL is on a reserved example domain, or on localhost', () => {
  const urls = environments.flatMap(({ environment, tenants }) =>
    [environment.customer, ...tenants].flatMap((owner) => [...owner.callbackUrls, ...owner.logoutUrls]),
  );
  for (const url of urls) expect(new URL(url).hostname).toMatch(/(^|\.)example(\.com)?$|^localhost$/);
});

test("the editor's schema is fresh, and says when it is not", () => {
  expect(checkSchemaFile(root)).toEqual([]);
  expect(readFileSync(join(root, tenantSchemaFile), 'utf8')).toBe(tenantJsonSchema());

  const copy = writeFiles({ [tenantSchemaFile]: tenantJsonSchema() });
  expect(checkSchemaFile(copy)).toEqual([]);
  writeFileSync(
    join(copy, tenantSchemaFile),
    tenantJsonSchema().replace('"maxLength": 30', '"maxLength": 31'),
  );
  const problem = { file: tenantSchemaFile, path: '', remedy: 'run `make schema`' };
  expect(checkSchemaFile(copy)).toMatchObject([{ ...problem, message: expect.stringContaining('is stale') }]);
  rmSync(join(copy, tenantSchemaFile));
  expect(checkSchemaFile(copy)).toMatchObject([{ ...problem, message: 'cannot be read: ENOENT' }]);
});

test("the editor's schema refuses unknown keys, asks for every key and explains each", () => {
  const schema = JSON.parse(tenantJsonSchema());
  const keys = ['$schema', 'id', 'name', 'status', 'cells', 'callbackUrls', 'logoutUrls', 'groups'];
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  expect([...schema.required].sort()).toEqual([...keys].sort());
  for (const key of keys) expect(schema.properties[key].description).toMatch(/\w/);
});
