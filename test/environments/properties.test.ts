import * as fc from 'fast-check';
import { readJson } from '../../environments/loading/json-file';
import { schemaFindings } from '../../environments/loading/schema-findings';
import { decodeText } from '../../environments/loading/text-file';
import { environmentSchema, serviceFileSchema, tenantFileSchema } from '../../environments/schema';
import { type Loose, loadChanged, validTree } from './fixture';
import { fullTree } from './full';

/** One file of each kind, with every option in use; a new one each time, since tests modify it. */
const kinds = [
  { schema: environmentSchema, make: (): Loose => fullTree().environments.test },
  { schema: tenantFileSchema, make: (): Loose => fullTree().tenants['test/acme'] },
  { schema: tenantFileSchema, make: (): Loose => fullTree().tenants['test/globex'] },
  { schema: serviceFileSchema, make: (): Loose => fullTree().services['test/billing'] },
];

/** Objects whose keys are names that people choose. */
const free = [
  'accounts',
  'cells',
  'tags',
  'databases',
  'email',
  'attributes',
  'sessionTags',
  'backends',
  'context',
];

/** Every object inside a value, itself included, that has fixed keys. */
function fixedObjects(value: Loose, path: string[] = []): { at: Loose; path: string[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  const here = Array.isArray(value) || free.includes(path.at(-1) ?? '') ? [] : [{ at: value, path }];
  return [...here, ...Object.entries(value).flatMap(([key, part]) => fixedObjects(part, [...path, key]))];
}

/** Keys that no kind of file has anywhere: none of ours begins like that. */
const unknownKey = fc.string({ minLength: 1 }).map((key) => `?${key}`);

test('an unknown key is refused wherever it is, and its value is not shown', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.nat(), unknownKey, fc.jsonValue(), (kind, pick, key, junk) => {
      const value = kind.make();
      const objects = fixedObjects(value);
      const { at, path } = objects[pick % objects.length] as (typeof objects)[number];
      at[key] = junk;
      const place = [...path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)), key];
      expect(schemaFindings(kind.schema, 'x', value)).toContainEqual(
        expect.objectContaining({ path: place, value: key, message: 'unknown key' }),
      );
    }),
    { numRuns: 500 },
  );
});

test('whatever any part of any file is, it is either refused or valid, and nothing throws', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.nat(), fc.jsonValue(), ({ schema, make }, pick, junk) => {
      const value = make();
      const keys = Object.keys(value);
      const key = keys[pick % keys.length] as string;
      const right = (schema.shape as Loose)[key].safeParse(junk).success;
      const findings = schemaFindings(schema, 'x', { ...value, [key]: junk });
      expect(findings.every(({ path }) => path[0] === key)).toBe(true);
      expect(findings.length === 0).toBe(right);
    }),
    { numRuns: 500 },
  );
});

test('whatever bytes are in a tenant file, reading it gives a value or findings, and never throws', () => {
  const text = JSON.stringify(validTree().tenants['test/acme'], null, 2);
  const mutated = fc
    .tuple(fc.nat(text.length), fc.nat(8), fc.oneof(fc.string({ unit: 'binary' }), fc.json()))
    .map(([start, cut, junk]) => Buffer.from(text.slice(0, start) + junk + text.slice(start + cut)));
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array()), (bytes) => {
      const decoded = decodeText('x', bytes);
      const read = decoded.text === undefined ? undefined : readJson('x', decoded.text);
      const findings = [...decoded.findings, ...(read?.findings ?? [])];
      expect(read?.source.value !== undefined || findings.length > 0).toBe(true);
      for (const { line = 1, column = 1 } of findings) expect(line >= 1 && column >= 1).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("tenants within a cell's capacity are accepted, one more is not", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 8 }), (capacity, count) => {
      const { problems } = loadChanged((tree) => {
        const { 'test/acme': acme } = tree.tenants;
        tree.environments.test.cells['cell-02'].capacity = capacity;
        for (let i = 0; i < count; i++)
          tree.tenants[`test/t${i}`] = {
            ...acme,
            id: `t${i}`,
            cells: { 'eu-central-1': 'cell-02' },
            callbackUrls: [`https://t${i}.example.com/`],
          };
      });
      expect(problems.map(({ path }) => path)).toEqual(count > capacity ? ['cells["cell-02"].capacity'] : []);
    }),
    { numRuns: 20 },
  );
});

test('a service may ask for scopes that resource servers have, and no others', () => {
  const identifier = fc.constantFrom('payments', 'ledger', 'cards');
  const scope = fc.tuple(identifier, fc.constantFrom('read', 'write')).map((parts) => parts.join('/'));
  const scopes = fc.uniqueArray(scope, { minLength: 1 });
  fc.assert(
    fc.property(scopes, scopes, (offered, asked) => {
      const { problems } = loadChanged(({ environments: { test }, services }) => {
        test.machine.resourceServers = [...new Set(offered.map((one) => one.split('/')[0]))].map(
          (server) => ({
            identifier: server,
            name: server,
            scopes: offered
              .filter((one) => one.startsWith(`${server}/`))
              .map((one) => ({ name: one.split('/')[1], description: one })),
          }),
        );
        services['test/billing'].scopes = asked;
        delete services['test/ledger'];
      });
      // Scopes of a missing resource server are one mistake.
      const servers = new Set(offered.map((one) => one.split('/')[0]));
      const causeOf = (one: string) => (servers.has(one.split('/')[0]) ? one : one.split('/')[0]);
      const wrong = asked.filter((one) => !offered.includes(one));
      expect(problems.map(({ value }) => value)).toEqual(
        wrong.filter((one, index) => wrong.findIndex((other) => causeOf(other) === causeOf(one)) === index),
      );
    }),
    { numRuns: 50 },
  );
});
