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
  /** What may follow an attribute of the type in a condition: comparisons, and the type's own functions. */
  tests: fc.Arbitrary<string>;
}

const equality = (values: Kind['values']) =>
  fc.tuple(values, fc.constantFrom('==', '!=')).map(([{ text }, operator]) => ` ${operator} ${text}`);

/** A type with equality and other possible conditions on its values. */
const kindOf = (schema: Kind['schema'], values: Kind['values'], ...own: fc.Arbitrary<string>[]): Kind => ({
  schema,
  values,
  tests: fc.oneof(equality(values), ...own),
});

export const quoted = (text: string) => JSON.stringify(text);
const word = fc.constantFrom('', 'a', 'acme', 'x y', 'ü', '"', '__entity', '123');
export const names = { attribute: ['a', 'b', 'custom:id', 'é'], entity: ['1', '2', 'x|y'] };

const extension = (
  schema: string,
  fn: string,
  member: 'ipaddr' | 'decimal' | 'datetime' | 'duration',
  examples: string[],
  own: string[],
) =>
  kindOf(
    { type: 'Extension', name: schema },
    fc.constantFrom(...examples).map((arg) => ({
      aws: { [member]: arg } as unknown as AttributeValue,
      json: { __extn: { fn, arg } },
      text: `${fn}(${quoted(arg)})`,
    })),
    fc.constantFrom(...own),
  );

const leaves: Kind[] = [
  kindOf(
    { type: 'Boolean' },
    fc.boolean().map((b) => ({ aws: { boolean: b }, json: b, text: String(b) })),
  ),
  kindOf(
    { type: 'Long' },
    fc
      .oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger())
      .map((n) => ({ aws: { long: n }, json: n, text: String(n) })),
    fc.constantFrom(' < 1', ' >= 0', ' * 2 > 2'),
  ),
  kindOf(
    { type: 'String' },
    word.map((s) => ({ aws: { string: s }, json: s, text: quoted(s) })),
    fc.constant(' like "a*"'),
  ),
  kindOf(
    { type: 'Entity', name: 'Group' },
    fc.constantFrom(...names.entity).map((id) => ({
      aws: { entityIdentifier: { entityType: 'App::Group', entityId: id } },
      json: { __entity: { type: 'App::Group', id } },
      text: `App::Group::${quoted(id)}`,
    })),
    fc.constantFrom(...names.entity).map((id) => ` in App::Group::${quoted(id)}`),
  ),
  extension(
    'ipaddr',
    'ip',
    'ipaddr',
    ['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'],
    ['.isInRange(ip("10.0.0.0/8"))', '.isLoopback()', '.isIpv6()'],
  ),
  extension(
    'decimal',
    'decimal',
    'decimal',
    ['0.0', '-1.5', '12.3456'],
    ['.lessThan(decimal("0.0001"))', '.greaterThanOrEqual(decimal("-1.5"))'],
  ),
  extension(
    'datetime',
    'datetime',
    'datetime',
    ['2026-01-01', '2026-01-01T10:00:00Z', '2026-01-01T10:00:00.123+0200'],
    [
      ' < datetime("2026-01-01T09:00:00Z")',
      '.offset(duration("-9h")) > datetime("2026-01-01")',
      '.toTime() == duration("10h")',
    ],
  ),
  extension(
    'duration',
    'duration',
    'duration',
    ['1h', '-1d2h', '5m30s'],
    [' < duration("30m")', '.toMinutes() == 60'],
  ),
];

const setOf = ({ schema, values }: Kind): Kind =>
  kindOf(
    { type: 'Set', element: schema },
    fc.array(values, { minLength: 1, maxLength: 3 }).map((items) => ({
      aws: { set: items.map(({ aws }) => aws) },
      json: items.map(({ json }) => json),
      text: `[${items.map(({ text }) => text).join(', ')}]`,
    })),
    values.map(({ text }) => `.contains(${text})`),
    fc.tuple(values, values).map(([one, other]) => `.containsAll([${one.text}, ${other.text}])`),
  );

const recordOf = (members: Record<string, Kind>): Kind =>
  kindOf(
    {
      type: 'Record',
      attributes: Object.fromEntries(Object.entries(members).map(([name, { schema }]) => [name, schema])),
    },
    fc
      .record(Object.fromEntries(Object.entries(members).map(([name, { values }]) => [name, values])))
      .map((record) => {
        const entries = Object.entries(record) as [string, Value][];
        return {
          aws: { record: Object.fromEntries(entries.map(([name, { aws }]) => [name, aws])) },
          json: Object.fromEntries(entries.map(([name, { json }]) => [name, json])),
          text: `{${entries.map(([name, { text }]) => `${quoted(name)}: ${text}`).join(', ')}}`,
        };
      }),
    ...Object.entries(members).map(([name, { tests }]) => tests.map((test) => `[${quoted(name)}]${test}`)),
  );

export const leaf = fc.constantFrom(...leaves);
export const attribute = fc.constantFrom(...names.attribute);

/** A type of any kind, including sets and records. */
export const kind: fc.Arbitrary<Kind> = fc.oneof(
  { weight: 3, arbitrary: leaf },
  { weight: 1, arbitrary: leaf.map(setOf) },
  { weight: 1, arbitrary: fc.dictionary(attribute, leaf, { minKeys: 1, maxKeys: 2 }).map(recordOf) },
  {
    weight: 1,
    arbitrary: fc.dictionary(attribute, leaf, { minKeys: 1, maxKeys: 2 }).map((r) => setOf(recordOf(r))),
  },
);
