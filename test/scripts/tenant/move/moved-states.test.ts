import fc from 'fast-check';
import { type Moving, movedStates } from '../../../../scripts/tenant/move/moved-states';

const moving: Moving = {
  tenant: 'acme',
  from: 'cell-01',
  to: 'cell-02',
  functions: [
    ['dev-cell-01-hook', 'dev-cell-02-hook'],
    ['dev-cell-01-post-confirmation', 'dev-cell-02-post-confirmation'],
  ],
};

const resource = (type: string, name: string, attributes: object) => ({
  mode: 'managed',
  type,
  name,
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances: [{ schema_version: 0, attributes, dependencies: ['aws_lambda_function.hook_function'] }],
});
const hook = (cell: string) =>
  resource('aws_lambda_function', 'hook_function', {
    id: `dev-${cell}-hook`,
    function_name: `dev-${cell}-hook`,
  });
const arn = (cell: string, tenant: string) =>
  `arn:aws:lambda:eu-central-1:1:function:dev-${cell}-hook:${tenant}`;
const tenant = (id: string, cell: string) => [
  resource('aws_cognito_user_pool', `${id}_pool`, {
    id: `eu-central-1_${id}`,
    lambda_config: [{ pre_token_generation_config: [{ lambda_arn: arn(cell, id) }] }],
  }),
  resource('aws_lambda_alias', `${id}_hook`, {
    id: arn(cell, id),
    arn: arn(cell, id),
    function_name: `dev-${cell}-hook`,
    // Another function, whose name only begins like ours.
    description: `dev-${cell}-hook-2`,
  }),
  resource('aws_dynamodb_table_item', `${id}_registry-item`, {
    id: `t|${id}`,
    item: `{"cell":{"S":"${cell}"}}`,
  }),
];
const state = (serial: number, resources: object[]) =>
  JSON.stringify({ version: 4, serial, lineage: `l${serial}`, outputs: {}, resources, check_results: null });
const source = state(7, [hook('cell-01'), ...tenant('acme', 'cell-01'), ...tenant('acme-eu', 'cell-01')]);
const target = state(40, [hook('cell-02'), ...tenant('initech', 'cell-02')]);

type Read = { serial: number; lineage: string; resources: ReturnType<typeof resource>[] };
const read = (text: string | undefined): Read => JSON.parse(text as string);
const named = (text: string | undefined, name: string) =>
  read(text).resources.find((one) => one.name === name)?.instances[0]?.attributes;

test('everything that belongs to the tenant moves, and nothing else; each state succeeds the previous one', () => {
  const moved = movedStates(source, target, moving);
  expect(read(moved.source)).toMatchObject({ serial: 8, lineage: 'l7' });
  expect(read(moved.target)).toMatchObject({ serial: 41, lineage: 'l40' });
  const names = (text: string | undefined) => read(text).resources.map(({ name }) => name);
  expect(names(moved.source)).toEqual([
    'hook_function',
    'acme-eu_pool',
    'acme-eu_hook',
    'acme-eu_registry-item',
  ]);
  expect(names(moved.target).slice(-3)).toEqual(['acme_pool', 'acme_hook', 'acme_registry-item']);
  expect(moved.addresses).toEqual([
    'aws_cognito_user_pool.acme_pool',
    'aws_dynamodb_table_item.acme_registry-item',
    'aws_lambda_alias.acme_hook',
  ]);
});

test('parts of functions become those of the other cell; the pool and the registry are left to the next plan', () => {
  const { target: text } = movedStates(source, target, moving);
  expect(named(text, 'acme_hook')).toEqual({
    id: arn('cell-02', 'acme'),
    arn: arn('cell-02', 'acme'),
    function_name: 'dev-cell-02-hook',
    description: 'dev-cell-01-hook-2',
  });
  expect(JSON.stringify(named(text, 'acme_pool'))).toContain(arn('cell-01', 'acme'));
  expect(named(text, 'acme_registry-item')).toMatchObject({ item: '{"cell":{"S":"cell-01"}}' });
});

test('killed between the two writes, the rest is done; once all is done, nothing is', () => {
  const first = movedStates(source, target, moving);
  const second = movedStates(source, first.target as string, moving);
  expect(second.target).toBeUndefined();
  expect(second.source).toBe(first.source);
  expect(movedStates(first.source as string, first.target as string, moving)).toEqual({
    source: undefined,
    target: undefined,
    addresses: first.addresses,
  });
});

test('a different pool of the tenant in the new cell is not overwritten', () => {
  const [pool, ...rest] = tenant('acme', 'cell-02');
  const second = { ...pool, instances: [{ attributes: { id: 'eu-central-1_other' } }] };
  expect(() => movedStates(source, state(40, [second, ...rest]), moving)).toThrow(
    /cell-02 has a different aws_cognito_user_pool.acme_pool from cell-01: eu-central-1_other, not eu-central-1_acme/,
  );
});

test('no resource is lost or duplicated, wherever it was, and moving back restores the original', () => {
  const ids = fc.uniqueArray(fc.constantFrom('acme', 'acme-eu', 'a', 'initech', 'hooli'), { minLength: 1 });
  fc.assert(
    fc.property(ids, fc.integer({ min: 0, max: 5 }), (tenants, at) => {
      const here = tenants.slice(0, at);
      const there = tenants.slice(at);
      const before = [
        state(1, [hook('cell-01'), ...here.flatMap((id) => tenant(id, 'cell-01'))]),
        state(2, [hook('cell-02'), ...there.flatMap((id) => tenant(id, 'cell-02'))]),
      ] as const;
      const [id = 'acme'] = here;
      const way = { ...moving, tenant: id };
      const moved = movedStates(...before, way);
      const after = [moved.source ?? before[0], moved.target ?? before[1]] as const;
      const pools = (texts: readonly string[]) =>
        texts.flatMap((text) => read(text).resources.map(({ type, name }) => `${type}.${name}`)).sort();
      expect(pools(after)).toEqual(pools(before));
      const back = movedStates(after[1], after[0], {
        ...way,
        from: 'cell-02',
        to: 'cell-01',
        functions: moving.functions.map(([from, to]) => [to, from] as const),
      });
      const sorted = (text: string) => [...read(text).resources].sort((a, b) => (a.name < b.name ? -1 : 1));
      if (here.length > 0) {
        expect(sorted(back.target as string)).toEqual(sorted(before[0]));
        expect(sorted(back.source as string)).toEqual(sorted(before[1]));
      }
    }),
  );
});
