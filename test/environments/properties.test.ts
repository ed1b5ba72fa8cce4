import * as fc from 'fast-check';
import { readJson } from '../../environments/loading/json-file';
import { schemaFindings } from '../../environments/loading/schema-findings';
import { environmentSchema, tenantFileSchema } from '../../environments/schema';
import { type Loose, loadChanged, validTree } from './fixture';

/** Every object inside a value, itself included, that has fixed keys (not names that people choose). */
function fixedObjects(value: Loose, path: string[] = []): { at: Loose; path: string[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  const free = path.length === 1 && ['accounts', 'cells', 'tags'].includes(path[0] as string);
  const here = Array.isArray(value) || free ? [] : [{ at: value, path }];
  return [...here, ...Object.entries(value).flatMap(([key, part]) => fixedObjects(part, [...path, key]))];
}

const unknownKey = fc.string({ minLength: 1 }).filter((key) => !/^(__proto__|\$schema|\d+)$/.test(key));

test('an unknown key is refused wherever it stands, whatever its value', () => {
  const kinds = [
    { schema: environmentSchema, make: () => validTree().environments.test },
    { schema: tenantFileSchema, make: () => validTree().tenants['test/acme'] },
  ];
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.nat(), unknownKey, fc.jsonValue(), (kind, pick, key, junk) => {
      const value = kind.make();
      value.relaxations &&= [{ protection: 'mfa', reason: 'a reason of more than twenty characters' }];
      const objects = fixedObjects(value);
      const { at, path } = objects[pick % objects.length] as (typeof objects)[number];
      fc.pre(!Object.hasOwn(at, key) && key !== 'userPoolQuota');
      at[key] = junk;
      const findings = schemaFindings(kind.schema, 'x', value);
      expect(findings).toContainEqual(
        expect.objectContaining({
          path: expect.arrayContaining([...path.filter((p) => !/^\d+$/.test(p)), key]),
        }),
      );
    }),
  );
});

test('any part of an environment or tenant may be anything: it is refused or right, and nothing throws', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.nat(), fc.jsonValue(), (environment, pick, junk) => {
      const value: Loose = environment ? validTree().environments.test : validTree().tenants['test/acme'];
      const keys = Object.keys(value);
      const key = keys[pick % keys.length] as string;
      const schema = environment ? environmentSchema : tenantFileSchema;
      const right = (schema.shape as Loose)[key].safeParse(junk).success;
      const findings = schemaFindings(schema, 'x', { ...value, [key]: junk });
      expect(findings.every(({ path }) => path[0] === key)).toBe(true);
      expect(findings.length === 0).toBe(right);
    }),
  );
});

test('whatever bytes stand in a tenant file, reading it gives a value or findings, and never throws', () => {
  const text = JSON.stringify(validTree().tenants['test/acme'], null, 2);
  const mutated = fc
    .tuple(fc.nat(text.length), fc.nat(8), fc.oneof(fc.string({ unit: 'binary' }), fc.json()))
    .map(([start, cut, junk]) => Buffer.from(text.slice(0, start) + junk + text.slice(start + cut)));
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array()), (bytes) => {
      const { source, findings } = readJson('x', bytes);
      expect(source.value !== undefined || findings.length > 0).toBe(true);
      for (const { line = 1, column = 1 } of findings) expect(line >= 1 && column >= 1).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('tenants within a cell’s capacity are welcome, one more is not', () => {
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
