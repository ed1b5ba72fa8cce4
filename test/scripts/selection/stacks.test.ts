import type { LoadedEnvironment } from '../../../environments/schema';
import { planSteps } from '../../../scripts/rollout/order';
import { stacksOf } from '../../../scripts/selection/stacks';
import { realEnvironments, synthesize } from '../../invariants/fleet';
import { everyOption } from '../../stacks/every-option';

const loaded = {
  environment: {
    name: 'dev',
    regions: ['eu-central-1', 'eu-west-1'],
    // The second name begins like the first with a region: only the stack's name tells them apart.
    accounts: {
      cells: { id: '111111111111', flows: [] },
      'cells-eu-west-1': { id: '222222222222', flows: [] },
    },
    cells: { 'cell-01': { account: 'cells', regions: ['eu-west-1'], ring: 'early', capacity: 3 } },
  },
  tenants: [{ id: 'acme', cells: { 'eu-west-1': 'cell-01' } }],
} as unknown as LoadedEnvironment;

const read = (...ids: string[]) =>
  stacksOf({ stacks: Object.fromEntries(ids.map((id) => [id, { dependencies: ['x'] }])) }, loaded);

test('an id is taken apart with the names of its environment', () => {
  expect(read('dev-cells-eu-west-1-cell-01')).toEqual([
    {
      id: 'dev-cells-eu-west-1-cell-01',
      environment: 'dev',
      account: 'cells',
      accountId: '111111111111',
      region: 'eu-west-1',
      stack: 'cell-01',
      ring: 'early',
      tenants: ['acme'],
      dependencies: ['x'],
    },
  ]);
  expect(read('dev-cells-eu-west-1-eu-central-1-data')).toMatchObject([
    { account: 'cells-eu-west-1', region: 'eu-central-1', stack: 'data', ring: undefined, tenants: [] },
  ]);
});

test('stacks of other environments are left out', () => {
  expect(read('prod-cells-eu-west-1-cell-01', 'devil-cells-eu-west-1-data')).toEqual([]);
});

test('stacks of a kind without a place in the order are refused, all at once, and never left out', () => {
  expect(() =>
    read('dev-cells-eu-west-1-data', 'dev-cells-eu-west-1-ledger', 'dev-cells-eu-central-1-cell-1'),
  ).toThrow(/dev-cells-eu-west-1-ledger.*dev-cells-eu-central-1-cell-1/);
  expect(() => read('dev-cells-eu-west-1-ledger')).toThrow('dev-cells-eu-west-1-ledger');
  expect(() => read('prod-cells-eu-west-1-ledger')).not.toThrow();
});

test('every stack of the real environments has its place, and every kind that there is', () => {
  // Okta's own stack stands only where the environment asks for it.
  expect(read('dev-cells-eu-west-1-okta')).toMatchObject([{ stack: 'okta', ring: 'general' }]);
  for (const real of [...realEnvironments, everyOption]) {
    const ids = [...synthesize(real).keys()];
    const stacks = Object.fromEntries(ids.map((id) => [id, { dependencies: [] }]));
    expect(stacksOf({ stacks }, real).map(({ id }) => id)).toEqual(ids);
  }
});

test('a pool that serves everybody rolls out last', () => {
  expect(read('dev-cells-eu-central-1-customer')[0]?.ring).toBe('general');
});

test('what every ring stands on belongs to none', () => {
  for (const stack of ['foundation', 'data', 'email'])
    expect(read(`dev-cells-eu-central-1-${stack}`)).toMatchObject([{ stack, ring: undefined }]);
});

test('the edge rolls out after all that it asks in its own target, and with nobody’s tenants', () => {
  const stacks = read(
    'dev-cells-eu-west-1-edge',
    'dev-cells-eu-west-1-cell-01',
    'dev-cells-eu-west-1-customer',
    'dev-cells-eu-west-1-foundation',
    'dev-cells-eu-central-1-customer',
    'dev-cells-eu-west-1-eu-west-1-customer',
  );
  const [edge] = stacks;
  expect(edge).toMatchObject({ stack: 'edge', ring: 'general', tenants: [] });
  expect(edge?.dependencies).toEqual(['x', 'dev-cells-eu-west-1-cell-01', 'dev-cells-eu-west-1-customer']);
  // Selected alone, it waits for nothing: the rest stands already.
  const selected = stacks.filter(({ tenants }) => tenants.includes('acme'));
  expect(selected.map(({ id }) => id)).toEqual(['dev-cells-eu-west-1-cell-01']);
  expect(planSteps(edge ? [edge] : [], loaded.environment.regions)).toMatchObject([{ dependencies: [] }]);
  const step = planSteps(stacks, loaded.environment.regions).find(({ id }) => id === edge?.id);
  expect(step?.dependencies).toEqual(['dev-cells-eu-west-1-cell-01', 'dev-cells-eu-west-1-customer']);
});
