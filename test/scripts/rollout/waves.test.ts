import { rolloutSchema } from '../../../environments/schema/rollout';
import type { StackLoad } from '../../../scripts/quotas/load';
import { expectedSeconds } from '../../../scripts/rollout/expected-time';
import { describeWaves, expectedWaves, rolloutWaves } from '../../../scripts/rollout/waves';
import { type StackInfo, stacksOf } from '../../../scripts/selection/stacks';
import { realEnvironment } from '../../invariants/fleet';

const prod = realEnvironment('prod');
const stacks = stacksOf(prod);
const wavesWith = (rollout: object, parallel = 8) =>
  rolloutWaves(stacks, rolloutSchema.parse(rollout), parallel);

test('no wave crosses a ring or a region, and every stack is in one', () => {
  const waves = wavesWith({});
  for (const { rings, regions } of waves) expect([rings.length, regions.length]).toEqual([1, 1]);
  expect(waves.flatMap((wave) => wave.stacks).sort()).toEqual(stacks.map(({ id }) => id).sort());
  expect([...new Set(waves.flatMap(({ rings }) => rings))]).toEqual(['all', 'canary', 'early', 'general']);
});

test('if waves overlap, there is only one; otherwise, removals have their own', () => {
  expect(wavesWith({ wavesOverlap: true })).toMatchObject([{ wave: 0, regions: prod.environment.regions }]);
  const [first] = stacks;
  const removed = { ...first, id: 'gone', removed: true } as (typeof stacks)[number];
  expect(rolloutWaves([...stacks, removed], rolloutSchema.parse({}), 1)[0]).toMatchObject({
    rings: ['removal'],
    stacks: ['gone'],
  });
});

test('as many run at a time as machine, limits and failure budget all allow', () => {
  const most = (rollout: object, parallel?: number) =>
    Math.max(...wavesWith(rollout, parallel).map(({ atOnce }) => atOnce));
  const soft = { mode: 'soft' };
  expect(most({})).toBe(1);
  expect(most({ failureBudget: { wave: 2 } })).toBe(3);
  expect(most({ failureBudget: soft })).toBe(8);
  expect(most({ failureBudget: soft }, 3)).toBe(3);
  expect(most({ failureBudget: soft, limits: { overall: 5 } })).toBe(5);
  expect(most({ failureBudget: soft, limits: { region: 4 } })).toBe(4);
  // A wave has stacks in at most four accounts.
  expect(most({ failureBudget: soft, limits: { account: 1 } })).toBe(4);
});

const cellOf = (tenants: number): StackLoad => {
  const [cell] = stacks.filter(({ kind }) => kind === 'cell') as [(typeof stacks)[number]];
  const resources = {
    aws_cognito_user_pool: tenants,
    aws_cognito_user_pool_client: 2 * tenants,
    aws_lambda_alias: 2 * tenants,
    aws_verifiedpermissions_policy_store: tenants,
  };
  return { ...cell, tenants, resources };
};
const expectedOf = (loads: readonly StackLoad[], parallel = 8) => {
  const rollout = rolloutSchema.parse({ failureBudget: { mode: 'soft' } });
  const own = loads.map((load) => ({ ...stacks.find(({ id }) => id === load.id), ...load, tenants: [] }));
  return expectedWaves(rolloutWaves(own as unknown as StackInfo[], rollout, parallel), loads);
};

test('a thousand new tenants take as long as their policy stores, however many stacks run at a time', () => {
  const expected = expectedOf([cellOf(1000)]);
  const [wave] = expected.waves;
  // More than the quota alone: a throttled client pauses, and loses capacity meanwhile.
  expect(wave?.expected.first).toBeGreaterThan(2000);
  expect(wave?.expected.first).toBeLessThan(3000);
  // Two clients per tenant, of which 15 can be read per second; Terraform uses 45 % of that.
  expect(wave?.expected.refresh).toBeCloseTo(2000 / 15 / 0.45 + 6);
  expect(wave?.expected.refresh).toBeLessThan(wave?.expected.change as number);
  expect(wave?.expected.change).toBeLessThan(600);
  const text = describeWaves('prod', expected);
  expect(text).toContain('42 min from scratch');
  expect(text).toContain(
    'at least 17 min for 1000 × verifiedpermissions CreatePolicyStore, which AWS allows 1 times a second in cells-a',
  );
});

test('stacks of one account and region share its quotas, others do not', () => {
  const one = cellOf(100);
  const seconds = (loads: StackLoad[]) =>
    expectedSeconds(
      loads.map((load) => ({ ...load, act: 'first' })),
      8,
    );
  const alone = seconds([one]);
  expect(seconds([one, { ...one, id: 'b' }])).toBeGreaterThan(alone + 200);
  expect(seconds([one, { ...one, id: 'b', account: 'elsewhere' }])).toBe(alone);
  expect(seconds([one, { ...one, id: 'b', region: 'elsewhere' }])).toBe(alone);
});

test('what exceeds the capacity of the machine runs one after the other', () => {
  const small = { ...cellOf(0), resources: {} };
  const seconds = (many: number, atOnce: number) =>
    expectedSeconds(
      Array.from({ length: many }, (_, index) => ({ ...small, id: String(index), act: 'first' as const })),
      atOnce,
    );
  expect(seconds(4, 1)).toBe(4 * seconds(1, 1));
  expect(seconds(4, 2)).toBe(2 * seconds(1, 1));
  expect(seconds(1, 8)).toBe(seconds(1, 1));
  expect(seconds(0, 2)).toBe(0);
});
