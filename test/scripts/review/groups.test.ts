import fc from 'fast-check';
import { reviewFixture } from '../../../bench/support/review-fixture';
import { expand, groupsOf, shown } from '../../../scripts/review/groups';
import { changesOf, type Json, type ReviewedChange, type StackModel } from '../../../scripts/review/model';
import { cell, change } from './changes';

const flat = (stacks: StackModel[]) =>
  changesOf({ stacks }).map(({ stack, change }) => ({ stack: stack.stack.id, change }));

const back = (stacks: StackModel[]) =>
  expand(
    groupsOf({ stacks }),
    stacks.map(({ stack }) => stack),
  );

const minimumLength = (before: number) => [{ path: 'password_policy.minimum_length', before, after: 14 }];

const pool = (tenant: string, before = 8): ReviewedChange =>
  change({
    address: `aws_cognito_user_pool.${tenant}_pool`,
    owner: `tenant:${tenant}`,
    id: `eu-central-1_${tenant}`,
    attributes: minimumLength(before),
  });

test('the same change in fifty cells is one group, and a different one is its exception', () => {
  const stacks = Array.from({ length: 50 }, (_, index) =>
    cell(index, [pool(`tenant-${index}`, index === 7 ? 6 : 8)]),
  );
  const [group, ...others] = groupsOf({ stacks });
  expect(others).toEqual([]);
  expect(group?.shape.address).toBe('aws_cognito_user_pool.{tenant}_pool');
  expect(group?.places).toHaveLength(49);
  expect(
    group?.exceptions.map(({ shape, places }) => [shape.attributes, places.map(({ at }) => at)]),
  ).toEqual([[minimumLength(6), [7]]]);
});

test('stacks and tenants without the change are listed while they are the minority', () => {
  const stacks = Array.from({ length: 5 }, (_, index) =>
    cell(index, index === 3 ? [] : [pool(`tenant-${index}`)]),
  );
  expect(groupsOf({ stacks })[0]?.without).toEqual([{ stack: stacks[3]?.stack.id }]);
  const [shared, ...others] = stacks.map((model, index) =>
    index === 0 ? { ...model, stack: { ...model.stack, tenants: ['tenant-0', 'late'] } } : model,
  );
  expect(groupsOf({ stacks: shared ? [shared, ...others] : [] })[0]?.without).toEqual([
    { stack: shared?.stack.id, owner: 'tenant:late' },
    { stack: stacks[3]?.stack.id },
  ]);
  const rare = Array.from({ length: 5 }, (_, index) =>
    cell(index, index < 2 ? [pool(`tenant-${index}`)] : []),
  );
  expect(groupsOf({ stacks: rare })[0]?.without).toEqual([]);
});

test('without a majority, each variant is a group of its own', () => {
  const stacks = Array.from({ length: 4 }, (_, index) =>
    cell(index, [pool(`tenant-${index}`, 8 + (index % 2))]),
  );
  expect(groupsOf({ stacks }).map(({ places, exceptions }) => [places.length, exceptions.length])).toEqual([
    [2, 0],
    [2, 0],
  ]);
});

test.each<[string, Partial<ReviewedChange>]>([
  ['action', { action: 'delete' }],
  ['section', { section: 'drift' }],
  ['owner', { owner: undefined }],
  ['type', { type: 'aws_cognito_user_pool_client' }],
])('another %s is never an exception', (_, other) => {
  const stacks = [
    cell(0, [pool('tenant-0')]),
    cell(1, [pool('tenant-1')]),
    cell(2, [{ ...pool('tenant-2'), ...other }]),
  ];
  expect(groupsOf({ stacks }).map(({ exceptions }) => exceptions)).toEqual([[], []]);
});

test('common text is shown, and what differs is a placeholder', () => {
  const stacks = [cell(0, [pool('tenant-0')]), cell(1, [pool('tenant-1')])];
  const byId = new Map(stacks.map(({ stack }) => [stack.id, stack]));
  const alike = {
    places: groupsOf({ stacks }).flatMap(({ places }) => places),
    shape: change({
      address: 'x.{tenant}',
      effects: [{ id: 'code-changed', what: 'in {region} for {tenant}' }],
    }),
  };
  expect(shown(alike, byId)).toMatchObject({
    address: 'x.{tenant}',
    effects: [{ what: 'in eu-central-1 for {tenant}' }],
  });
});

test.each([
  ['x.payments', 'x.payments'],
  ['x.repay', 'x.repay'],
  ['x.pay2', 'x.pay2'],
  ['x.pay_pool', 'x.{tenant}_pool'],
  ['x.pool-pay', 'x.pool-{tenant}'],
])('a tenant is not replaced inside a longer word: %s', (address, shape) => {
  const stacks = [cell(0, [change({ address, owner: 'tenant:pay' })])];
  expect(groupsOf({ stacks })[0]?.shape.address).toBe(shape);
});

test('what looks like a placeholder stays by itself, unchanged', () => {
  const odd = (address: string) => change({ address, owner: 'tenant:tenant-0' });
  const stacks = [cell(0, [odd('x.{tenant}'), odd('x.{tenant}'), odd('y.{tenant}')])];
  expect(
    groupsOf({ stacks }).map(({ shape, places, exceptions, literal }) => [
      shape.address,
      places.length,
      exceptions.length,
      literal,
    ]),
  ).toEqual([
    ['x.{tenant}', 1, 0, true],
    ['x.{tenant}', 1, 0, true],
    ['y.{tenant}', 1, 0, true],
  ]);
});

test('a realistic review has few groups, and they expand to every change', () => {
  const { model } = reviewFixture({ stacks: 60 });
  const groups = groupsOf(model);
  expect(changesOf(model).length).toBeGreaterThan(1000);
  expect(groups.length).toBeLessThan(40);
  expect(back(model.stacks)).toEqual(flat(model.stacks));
});

// Words that belong to one owner, that look like placeholders, and that would break careless rewriting.
const words = fc.constantFrom(
  ...[
    'acme',
    'acme-2',
    'a',
    'cell-01',
    'eu-central-1',
    'prod',
    'address',
    'type',
    '__proto__',
    'constructor',
    '',
  ],
  ...[
    '{tenant}',
    '{region}',
    '{id}',
    '{',
    '}',
    '{{tenant}}',
    '$&',
    '\\',
    '"',
    '.*',
    ' ',
    '_',
    '-',
    'é',
    '\u202e',
  ],
);
const text = fc.array(words, { maxLength: 5 }).map((parts) => parts.join(''));
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(text, tie('value')), { maxLength: 3 })
      .map((entries) => Object.fromEntries(entries) as Json),
  ),
})).value;

const anyChange = fc.record(
  {
    address: text,
    type: text,
    action: fc.constantFrom('create', 'update', 'delete'),
    section: fc.constantFrom('change', 'drift', 'hidden'),
    owner: fc.oneof(
      text,
      text.map((name) => `tenant:${name}`),
    ),
    id: text,
    previousAddress: text,
    attributes: fc.array(fc.record({ path: text, before: json, after: json }, { requiredKeys: ['path'] }), {
      maxLength: 2,
    }),
    effects: fc.array(
      fc.record(
        { id: fc.constant('code-changed'), what: text, path: text },
        { requiredKeys: ['id', 'what'] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['address', 'type', 'action', 'section', 'attributes', 'effects'] },
) as fc.Arbitrary<ReviewedChange>;

const anyStack = fc
  .tuple(fc.nat(3), text, text, fc.array(anyChange, { maxLength: 4 }))
  .map(([index, account, stack, changes]): [StackModel, string] => {
    const made = cell(index, changes);
    return [{ ...made, stack: { ...made.stack, account, stack } }, stack];
  });

test('expanding the groups yields the original, to the byte', () => {
  fc.assert(
    fc.property(fc.array(anyStack, { maxLength: 6 }), (drawn) => {
      // Ids are unique in a model.
      const stacks = drawn.map(([model], index) => ({
        ...model,
        stack: { ...model.stack, id: `${index}-${model.stack.id}` },
      }));
      expect(JSON.stringify(back(stacks))).toBe(JSON.stringify(flat(stacks)));
    }),
    { numRuns: 500 },
  );
});
