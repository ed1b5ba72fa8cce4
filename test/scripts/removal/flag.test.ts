import { FleetError } from '../../../scripts/cli/errors';
import { parseRemovals } from '../../../scripts/removal/flag';
import { planSteps } from '../../../scripts/rollout/order';
import { stacksOf } from '../../../scripts/selection/stacks';
import { realEnvironment } from '../../invariants/fleet';

const dev = realEnvironment('dev');

function refused(...values: string[]): FleetError {
  try {
    parseRemovals(values, dev);
  } catch (error) {
    if (error instanceof FleetError) return error;
  }
  throw new Error(`${values} was taken`);
}

test('tenants, services, accounts and production are kept as they are written', () => {
  const values = ['tenant:acme', 'service:billing', 'account:cells-b', 'production'];
  expect(parseRemovals(values, dev)).toEqual({ keys: new Set(values), stacks: [] });
});

test('a stack is found by its id, even in regions that the environment no longer has', () => {
  const { stacks } = parseRemovals(['stack:dev-cells-a-us-east-1-cell-02'], dev);
  expect(stacks).toMatchObject([
    { account: 'cells-a', accountId: '101010101011', region: 'us-east-1', stack: 'cell-02', removed: true },
  ]);
});

test('a stack that is named twice is destroyed once', () => {
  const value = 'stack:dev-cells-a-us-east-1-cell-02';
  expect(parseRemovals([value, value], dev).stacks).toHaveLength(1);
});

test.each([['initech'], ['tenant:'], ['pool:acme'], ['Production'], ['stack:']])(
  '%s is not a valid form',
  (value) => {
    expect(refused(value)).toMatchObject({ exitCode: 2, remedy: expect.stringContaining('tenant:<id>') });
  },
);

test.each([
  ['stack:prod-cells-a-eu-central-1-cell-02'],
  ['stack:dev-cells-z-eu-central-1-cell-02'],
  ['stack:dev-cells-a-eu-central-1-cell-2'],
  ['stack:cell-02'],
])('%s is not a stack of dev', (value) => {
  expect(refused(value)).toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('not a stack of environment dev'),
  });
});

test.each(['foundation', 'okta'])('%s is never removed by a rollout', (stack) => {
  const error = refused(`stack:dev-identity-eu-west-1-${stack}`);
  expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining('never removes') });
});

test('a stack that is still configured is not removed', () => {
  const error = refused('stack:dev-cells-a-eu-central-1-cell-01');
  expect(error).toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('it is still configured'),
  });
});

test('removals go first, and tables after everything that has entries in them', () => {
  const { stacks } = parseRemovals(
    [
      'stack:dev-cells-a-eu-west-1-data',
      'stack:dev-cells-a-eu-west-1-cell-02',
      'stack:dev-identity-us-east-1-edge',
    ],
    dev,
  );
  const steps = planSteps([...stacksOf(dev), ...stacks]);
  const first = Math.min(...steps.map(({ wave }) => wave));
  expect(steps.filter(({ wave }) => wave === first).map(({ id }) => id)).toEqual(
    stacks.map(({ id }) => id).sort(),
  );
  const data = steps.find(({ id }) => id === 'dev-cells-a-eu-west-1-data');
  expect(data?.dependencies).toEqual(['dev-cells-a-eu-west-1-cell-02']);
});
