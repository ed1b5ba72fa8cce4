import type { AttributeValue } from '@aws-sdk/client-verifiedpermissions';
import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import fc from 'fast-check';

/**
 * A value in three spellings side by side (the API's, Cedar's JSON, Cedar's text), so that the service's own
 * conversion has no part in what it is tested against.
 */
export interface Value {
  aws: AttributeValue;
  json: CedarValueJson;
  text: string;
}

/** A type of the schema with the values that belong to it. */
export interface Kind {
  schema: Record<string, unknown>;
  values: fc.Arbitrary<Value>;
}

export const quoted = (text: string) => JSON.stringify(text);
const word = fc.constantFrom('', 'a', 'acme', 'x y', 'ü', '"', '__entity', '123');
export const names = { attribute: ['a', 'b', 'custom:id', 'é'], entity: ['1', '2', 'x|y'] };

const extension = (
  schema: string,
  fn: string,
  member: 'ipaddr' | 'decimal' | 'datetime' | 'duration',
  examples: string[],
) => ({
  schema: { type: 'Extension', name: schema },
  values: fc.constantFrom(...examples).map((arg) => ({
    aws: { [member]: arg } as unknown as AttributeValue,
    json: { __extn: { fn, arg } },
    text: `${fn}(${quoted(arg)})`,
  })),
});

const leaves: Kind[] = [
  {
    schema: { type: 'Boolean' },
    values: fc.boolean().map((b) => ({ aws: { boolean: b }, json: b, text: String(b) })),
  },
  {
    schema: { type: 'Long' },
    values: fc
      .oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger())
      .map((n) => ({ aws: { long: n }, json: n, text: String(n) })),
  },
  { schema: { type: 'String' }, values: word.map((s) => ({ aws: { string: s }, json: s, text: quoted(s) })) },
  {
    schema: { type: 'Entity', name: 'Group' },
    values: fc.constantFrom(...names.entity).map((id) => ({
      aws: { entityIdentifier: { entityType: 'App::Group', entityId: id } },
      json: { __entity: { type: 'App::Group', id } },
      text: `App::Group::${quoted(id)}`,
    })),
  },
  extension('ipaddr', 'ip', 'ipaddr', ['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32']),
  extension('decimal', 'decimal', 'decimal', ['0.0', '-1.5', '12.3456']),
  extension('datetime', 'datetime', 'datetime', [
    '2026-01-01',
    '2026-01-01T10:00:00Z',
    '2026-01-01T10:00:00.123+0200',
  ]),
  extension('duration', 'duration', 'duration', ['1h', '-1d2h', '5m30s']),
];

const setOf = ({ schema, values }: Kind): Kind => ({
  schema: { type: 'Set', element: schema },
  values: fc.array(values, { minLength: 1, maxLength: 3 }).map((items) => ({
    aws: { set: items.map(({ aws }) => aws) },
    json: items.map(({ json }) => json),
    text: `[${items.map(({ text }) => text).join(', ')}]`,
  })),
});

const recordOf = (members: Record<string, Kind>): Kind => ({
  schema: {
    type: 'Record',
    attributes: Object.fromEntries(Object.entries(members).map(([name, { schema }]) => [name, schema])),
  },
  values: fc
    .record(Object.fromEntries(Object.entries(members).map(([name, { values }]) => [name, values])))
    .map((record) => {
      const entries = Object.entries(record) as [string, Value][];
      return {
        aws: { record: Object.fromEntries(entries.map(([name, { aws }]) => [name, aws])) },
        json: Object.fromEntries(entries.map(([name, { json }]) => [name, json])),
        text: `{${entries.map(([name, { text }]) => `${quoted(name)}: ${text}`).join(', ')}}`,
      };
    }),
});

export const leaf = fc.constantFrom(...leaves);
export const attribute = fc.constantFrom(...names.attribute);

/** A type of any kind, sets and records included. */
export const kind: fc.Arbitrary<Kind> = fc.oneof(
  { weight: 3, arbitrary: leaf },
  { weight: 1, arbitrary: leaf.map(setOf) },
  { weight: 1, arbitrary: fc.dictionary(attribute, leaf, { minKeys: 1, maxKeys: 2 }).map(recordOf) },
  {
    weight: 1,
    arbitrary: fc.dictionary(attribute, leaf, { minKeys: 1, maxKeys: 2 }).map((r) => setOf(recordOf(r))),
  },
);
