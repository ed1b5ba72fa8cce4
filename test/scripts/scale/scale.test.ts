import { rolloutSchema } from '../../../environments/schema/rollout';
import type { Planned } from '../../../scripts/rollout/expected-time';
import { fleetOfSize, regions } from '../../../scripts/scale/fleet';
import { contentsOf } from '../../../scripts/scale/loads';
import { plot } from '../../../scripts/scale/plot';
import { runnersThatHelp, scale } from '../../../scripts/scale/scale';
import { simulate } from '../../../scripts/scale/simulate';
import { realEnvironment } from '../../invariants/fleet';

const prod = realEnvironment('prod');
const size = { cellSize: 50, poolQuota: 1000 };
const soft = rolloutSchema.parse({ failureBudget: { wave: '100%', mode: 'soft' } });

test('every tenant is in one cell of each region, and no account exceeds its quota of pools', () => {
  const { accounts, cells, stacks, environment } = fleetOfSize(prod, { ...size, tenants: 2345 });
  expect([cells, Object.keys(environment.cells).length]).toEqual([47, 47]);
  // Three with cells besides the one with the flows.
  expect(accounts).toBe(4);
  for (const region of regions) {
    const own = stacks.filter((stack) => stack.region === region && stack.kind === 'cell');
    expect(new Set(own.flatMap(({ tenants }) => tenants)).size).toBe(2345);
    for (const account of Object.keys(environment.accounts))
      expect(
        own
          .filter((stack) => stack.account === account)
          .reduce((sum, { tenants }) => sum + tenants.length, 0),
      ).toBeLessThanOrEqual(1000);
  }
  expect(new Set(Object.values(environment.cells).map(({ ring }) => ring))).toEqual(
    new Set(['canary', 'early', 'general']),
  );
});

const cellStack = (name: string, region: string, account = 'a') => ({
  ...(fleetOfSize(prod, { ...size, tenants: 1 }).stacks[0] as never as object),
  id: `prod-${account}-${region}-${name}`,
  account,
  region,
  kind: 'cell',
  wave: region === 'eu-central-1' ? 0 : 1,
  dependencies: [],
});
const stores = (of: { id: string; account: string; region: string }, many: number): [string, Planned] => [
  of.id,
  { ...of, tenants: 0, act: 'first', resources: { aws_verifiedpermissions_policy_store: many } },
];
const seconds = (stacks: { id: string; account: string; region: string }[], many: number, atOnce: number) =>
  simulate(stacks as never, new Map(stacks.map((one) => stores(one, many))), soft, atOnce);

test('a quota is shared within one account and region only; waves follow one another', async () => {
  const [one, two] = [cellStack('cell-01', 'eu-central-1'), cellStack('cell-02', 'eu-central-1')];
  const alone = await seconds([one], 1000, 8);
  expect(alone).toBeGreaterThan(2500);
  expect(await seconds([one, two], 1000, 8)).toBeGreaterThan(alone + 2490);
  expect(await seconds([one, cellStack('cell-02', 'eu-central-1', 'b')], 1000, 8)).toBe(alone);
  expect(await seconds([one, cellStack('cell-01', 'eu-west-1')], 1000, 8)).toBe(2 * alone);
});

test('more machines help unless AWS is the limit', async () => {
  const cells = Array.from({ length: 8 }, (_, index) => cellStack(`cell-1${index}`, 'eu-central-1'));
  const [one, eight] = [await seconds(cells, 0, 1), await seconds(cells, 0, 8)];
  expect(one).toBe(8 * eight);
  expect(await seconds(cells, 1000, 8)).toBeGreaterThan((await seconds(cells, 1000, 1)) * 0.95);
});

test('another machine helps as long as it saves a tenth', () => {
  const times = (...all: number[]) => all.map((own, index) => ({ runners: 2 ** index, seconds: own }));
  expect(runnersThatHelp(times(100, 60, 50, 49))).toBe(4);
  expect(runnersThatHelp(times(100, 99))).toBe(1);
});

test('a fleet of a thousand: what it needs, how long it takes, and a chart of it', async () => {
  const contents = await contentsOf(prod);
  expect(contents.tenant).toMatchObject({ aws_cognito_user_pool: 1, aws_cognito_user_pool_client: 2 });
  expect(contents.emptyCell).toMatchObject({ aws_cognito_user_pool: 0, aws_lambda_function: 2 });
  const rows = await scale(prod, { ...size, tenants: [100, 1000], parallel: 2 });
  expect(rows[1]).toMatchObject({ tenants: 1000, accounts: 2, cells: 20 });
  // A thousand stores in each of five regions, one region after the other.
  expect(Math.min(...(rows[1]?.first ?? []).map(({ seconds: its }) => its))).toBeGreaterThan(12_500);
  // As many stacks, whatever the fleet's size.
  expect(rows[1]?.oneTenant).toBeGreaterThan(0);
  expect(rows[1]?.oneTenant).toBeLessThan((rows[0]?.oneTenant ?? 0) * 2);
  const svg = plot(rows);
  expect(svg).toContain('1,000 tenants');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
