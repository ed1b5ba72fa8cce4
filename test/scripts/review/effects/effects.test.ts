import fc from 'fast-check';
import { judgedTypes } from '../../../../scripts/review/effects';
import type { Json } from '../../../../scripts/review/model';
import type { Attributes } from '../../../../scripts/review/planned';
import { full } from './full';
import { effects } from './planned';

/** Lists whose order means something: the first mapping rule that fits gives the role, the last layer counts. */
const ordered = ['layers', 'mapping_rule'];

/** The same with every list, but those whose order means something, in another order; `random` is 0 to 1. */
function shuffled(value: Json, random: () => number, name = ''): Json {
  if (Array.isArray(value)) {
    const parts = value.map((one) => shuffled(one, random));
    return ordered.includes(name)
      ? parts
      : parts
          .map((part) => ({ part, at: random() }))
          .sort((a, b) => a.at - b.at)
          .map(({ part }) => part);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, Json] => [
    key,
    shuffled(one, random, key),
  ]);
  return Object.fromEntries(entries.sort(() => random() - 0.5));
}

test('every type that has rules is among the resources that tests know', () => {
  expect(Object.keys(full).sort()).toEqual([...new Set(judgedTypes)]);
});

test.each(Object.keys(full))('%s: order never has an effect', (type) => {
  const before = full[type] as Attributes;
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (numbers) => {
      const random = () => numbers.next().value as number;
      expect(effects(type, before, shuffled(before as Json, random) as Attributes)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test.each(Object.keys(full))(
  '%s: what stays as it is, is moved, imported or let go has no effect',
  (type) => {
    const it = full[type] as Attributes;
    for (const action of ['none', 'move', 'import', 'update', 'replace'] as const)
      expect(effects(type, it, it, { action })).toEqual([]);
    expect(effects(type, it, undefined, { action: 'forget' })).toEqual([]);
  },
);

test.each(Object.keys(full))('%s: of what is not known yet nothing is said', (type) => {
  const it = full[type] as Attributes;
  for (const attribute of Object.keys(it)) {
    const { [attribute]: _, ...after } = it;
    expect(effects(type, it, after, { unknown: { [attribute]: true } })).toEqual([]);
  }
});

test('of a type without rules nothing is said', () => {
  expect(effects('aws_cognito_user_pool_ui_customization', { css: 'a' }, { css: 'b' })).toEqual([]);
  expect(effects('constructor', { a: 1 }, { a: 2 })).toEqual([]);
});
