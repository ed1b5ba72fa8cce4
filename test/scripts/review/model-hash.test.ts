import fc from 'fast-check';
import type { Json, ReviewModel } from '../../../scripts/review/model';
import { modelHash } from '../../../scripts/review/model-hash';
import { stack } from './plans';

const { id, kind, account, accountId, region, stack: name, wave } = stack;

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const text = fc.string({ maxLength: 4 });
const attribute = fc.record({ path: text, before: json, after: json }, { requiredKeys: ['path'] });
const change = fc.record({
  address: text,
  type: fc.constant('aws_x'),
  action: fc.constantFrom('update' as const, 'delete' as const),
  section: fc.constantFrom('change' as const, 'drift' as const),
  attributes: fc.array(attribute, { maxLength: 3 }),
  effects: fc.array(
    fc.record({ id: fc.constantFrom('iam-grows' as const, 'mfa-lowered' as const), what: text }),
    { maxLength: 2 },
  ),
});
const stackModel = fc.record({
  stack: fc.record({
    id: fc.constantFrom(id, 'other'),
    ...Object.fromEntries(
      Object.entries({ kind, account, accountId, region, stack: name, wave, ring: null }).map(
        ([key, value]) => [key, fc.constant(value)],
      ),
    ),
    tenants: fc.uniqueArray(text, { maxLength: 3 }),
  }),
  bootstrapped: fc.boolean(),
  changed: fc.boolean(),
  changes: fc.array(change, { maxLength: 3 }),
});
const models = fc.record({
  version: fc.constant(1 as const),
  environment: text,
  production: fc.boolean(),
  stacks: fc.array(stackModel, { maxLength: 3 }),
  failed: fc.array(fc.record({ id: text, reason: text }), { maxLength: 2 }),
  skipped: fc.array(fc.record({ id: text, why: text }), { maxLength: 2 }),
}) as unknown as fc.Arbitrary<ReviewModel>;

/** Lists without an order; in values before and after, every list has one. */
const unordered = new Set(['stacks', 'tenants', 'changes', 'attributes', 'effects', 'failed', 'skipped']);
const isValue = (key: string) => key === 'before' || key === 'after';

/** The same model with keys and such lists reversed. */
function reversed(value: unknown, key = '', inValue = false): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => reversed(item, '', inValue));
    return !inValue && unordered.has(key) ? items.reverse() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member, name, inValue || isValue(name))]),
  );
}

/** Every way to change a model in one place: a value is changed, removed or added. */
function others(value: unknown): unknown[] {
  if (Array.isArray(value))
    return [
      [...value, 'one more'],
      ...value.flatMap((item, index) => [
        value.toSpliced(index, 1),
        ...others(item).map((other) => value.with(index, other)),
      ]),
    ];
  if (typeof value !== 'object' || value === null) return [value === 'other value' ? 'x' : 'other value'];
  return Object.entries(value).flatMap(([name, member]) =>
    others(member).map((other) => Object.fromEntries([...Object.entries(value), [name, other]])),
  );
}

test('the order of keys, and of lists that have none, does not matter', () => {
  fc.assert(fc.property(models, (model) => modelHash(reversed(model) as ReviewModel) === modelHash(model)));
});

test('every other difference does', () => {
  const base = fc.sample(models, { numRuns: 15 });
  for (const model of base) {
    const hash = modelHash(model);
    for (const other of others(model).filter((one) => isModel(one as ReviewModel)))
      expect({ other, same: modelHash(other as ReviewModel) === hash }).toEqual({ other, same: false });
  }
});

/** Whether it is still a model, except for types of plain values. */
const isModel = ({ stacks }: ReviewModel): boolean =>
  Array.isArray(stacks) &&
  stacks.every((one) => typeof one === 'object' && one.changes.every((change) => typeof change === 'object'));

test('the order of an ordered value matters', () => {
  const model = (before: Json): ReviewModel => ({
    version: 1,
    environment: 'dev',
    production: false,
    stacks: [
      {
        stack: { id, kind, account, accountId, region, stack: name, wave, ring: null, tenants: [] },
        bootstrapped: true,
        changed: true,
        changes: [
          {
            address: 'a',
            type: 'b',
            action: 'update',
            section: 'change',
            attributes: [{ path: 'p', before }],
            effects: [],
          },
        ],
      },
    ],
    failed: [],
    skipped: [],
  });
  expect(modelHash(model(['a', 'b']))).not.toBe(modelHash(model(['b', 'a'])));
  expect(modelHash(model({ a: 1, b: 2 }))).toBe(modelHash(model({ b: 2, a: 1 })));
  expect(modelHash(model(null))).toMatch(/^[0-9a-f]{64}$/);
});
