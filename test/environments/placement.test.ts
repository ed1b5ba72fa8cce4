import fc from 'fast-check';
import { type PlacedStack, placementOf } from '../../environments/placement';
import { kindOf, stackKinds } from '../../environments/placement/kinds';
import type { LoadedEnvironment } from '../../environments/schema';
import { planSteps } from '../../scripts/rollout/order';
import { manifestOf, realEnvironments } from '../invariants/fleet';
import { everyOption, withOktaApp } from '../stacks/every-option';

const all = [
  ...realEnvironments,
  everyOption,
  { ...withOktaApp, environment: { ...withOktaApp.environment, name: 'okta' } },
];

test.each(all.map((loaded) => [loaded.environment.name, loaded] as const))(
  '%s: the stacks of the placement are those that are written, with its dependencies',
  (_, loaded) => {
    const placed = placementOf(loaded).map(({ id, needs }) => [id, needs]);
    expect(Object.entries(manifestOf(loaded)).map(([id, { dependencies }]) => [id, dependencies])).toEqual(
      placed,
    );
  },
);

test('every kind of stack is placed somewhere, and its name shows its kind', () => {
  const placed = all.flatMap(placementOf);
  expect([...new Set(placed.map(({ kind }) => kind))].sort()).toEqual(Object.keys(stackKinds).sort());
  for (const { stack, kind } of placed) expect(kindOf(stack)).toBe(kind);
});

test.each(['ledger', 'cell', 'cell-1', 'cell-00', 'cell-001', 'cell-10000', 'Data', 'toString', ''])(
  '%j is not a kind',
  (name) => {
    expect(kindOf(name)).toBeUndefined();
  },
);

const small = (more: object = {}): LoadedEnvironment =>
  ({
    environment: {
      name: 'dev',
      organization: 'acme',
      regions: ['eu-central-1', 'eu-west-1'],
      // The second name begins like the first with a region.
      accounts: {
        cells: { id: '111111111111', flows: [] },
        'cells-eu-west-1': { id: '222222222222', flows: ['customer'] },
      },
      cells: {
        'cell-01': { account: 'cells', regions: ['eu-west-1'], ring: 'canary', capacity: 3 },
        'cell-02': { account: 'cells', regions: ['eu-central-1', 'eu-west-1'], ring: 'general', capacity: 3 },
      },
      ...more,
    },
    tenants: [
      { id: 'acme', cells: { 'eu-west-1': 'cell-01' } },
      { id: 'hooli', cells: { 'eu-central-1': 'cell-02', 'eu-west-1': 'cell-02' } },
    ],
  }) as unknown as LoadedEnvironment;

const find = (stacks: readonly PlacedStack[], id: string) => stacks.find((stack) => stack.id === id);

test('a stack has everything that its placement says', () => {
  expect(find(placementOf(small()), 'dev-cells-eu-west-1-cell-01')).toEqual({
    id: 'dev-cells-eu-west-1-cell-01',
    kind: 'cell',
    environment: 'dev',
    account: 'cells',
    accountId: '111111111111',
    region: 'eu-west-1',
    stack: 'cell-01',
    ring: 'canary',
    // Two regions: first what every ring depends on, then the canaries of the second region.
    wave: 3,
    tenants: ['acme'],
    needs: ['dev-cells-eu-central-1-data'],
    dependencies: ['dev-cells-eu-central-1-data'],
  });
});

test('what every ring depends on comes first; what serves everyone rolls out last', () => {
  const placed = placementOf(withOktaApp);
  const rings = new Map(placed.map(({ kind, ring }) => [kind, ring]));
  for (const kind of ['foundation', 'data', 'email'] as const) expect(rings.get(kind)).toBeUndefined();
  for (const kind of ['customer', 'internal', 'machine', 'edge', 'okta'] as const)
    expect(rings.get(kind)).toBe('general');
});

test('an edge rolls out after everything that it queries in its own target, although Terraform does not need that', () => {
  const route = { flow: 'tenant', method: 'GET', path: '/a' };
  const stacks = placementOf(small({ edge: { routes: [route, { ...route, flow: 'customer' }] } }));
  const edge = find(stacks, 'dev-cells-eu-west-1-edge') as PlacedStack;
  expect(edge).toMatchObject({ ring: 'general', tenants: [], needs: ['dev-cells-eu-central-1-data'] });
  expect(edge.dependencies).toEqual([
    'dev-cells-eu-central-1-data',
    'dev-cells-eu-west-1-cell-01',
    'dev-cells-eu-west-1-cell-02',
  ]);
  expect(find(stacks, 'dev-cells-eu-west-1-eu-west-1-edge')?.dependencies).toEqual([
    'dev-cells-eu-west-1-eu-central-1-data',
    'dev-cells-eu-west-1-eu-west-1-customer',
  ]);
  // Selected alone, it waits for nothing: the rest already exists.
  expect(planSteps([edge])).toMatchObject([{ dependencies: [] }]);
});

test('no stack is in an earlier wave than one that it depends on, whatever is switched on', () => {
  fc.assert(
    fc.property(
      fc.subarray(['eu-central-1', 'eu-west-1', 'us-east-1'], { minLength: 1 }),
      fc.subarray(['customer', 'internal', 'machine']),
      fc.constantFrom('canary', 'early', 'general'),
      (regions, flows, ring) => {
        const routes = [...flows, 'tenant'].map((flow) => ({ flow, method: 'GET', path: `/${flow}` }));
        const stacks = placementOf(
          small({
            regions,
            accounts: { one: { id: '111111111111', flows }, two: { id: '222222222222', flows: [] } },
            cells: { 'cell-01': { account: 'two', regions, ring, capacity: 1 } },
            internal: { okta: { app: {} } },
            machine: {},
            edge: { routes },
          }),
        );
        const waves = new Map(stacks.map(({ id, wave }) => [id, wave]));
        for (const { id, dependencies } of stacks)
          for (const dependency of dependencies)
            expect([id, waves.get(id)]).toEqual([
              id,
              Math.max(waves.get(id) ?? -1, waves.get(dependency) ?? 99),
            ]);
      },
    ),
  );
});
