import { rolloutSchema } from '../../../environments/schema/rollout';
import { describeWaves, rolloutWaves } from '../../../scripts/rollout/waves';
import { stacksOf } from '../../../scripts/selection/stacks';
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

test('where waves overlap there is one; what is to be removed has its own otherwise', () => {
  expect(wavesWith({ wavesOverlap: true })).toMatchObject([{ wave: 0, regions: prod.environment.regions }]);
  const [first] = stacks;
  const removed = { ...first, id: 'gone', removed: true } as (typeof stacks)[number];
  expect(rolloutWaves([...stacks, removed], rolloutSchema.parse({}), 1)[0]).toMatchObject({
    rings: ['removal'],
    stacks: ['gone'],
  });
});

test('how many run at once is the least of machine, limits and what may fail', () => {
  const most = (rollout: object, parallel?: number) =>
    Math.max(...wavesWith(rollout, parallel).map(({ atOnce }) => atOnce));
  const soft = { mode: 'soft' };
  expect(most({})).toBe(1);
  expect(most({ failureBudget: { wave: 2 } })).toBe(3);
  expect(most({ failureBudget: soft })).toBe(8);
  expect(most({ failureBudget: soft }, 3)).toBe(3);
  expect(most({ failureBudget: soft, limits: { overall: 5 } })).toBe(5);
  expect(most({ failureBudget: soft, limits: { region: 4 } })).toBe(4);
  // A wave has stacks of four accounts at most.
  expect(most({ failureBudget: soft, limits: { account: 1 } })).toBe(4);
});

test('a thousand new tenants take as long as their policy stores, however many stacks run at once', () => {
  const [cell] = stacks.filter(({ kind }) => kind === 'cell') as [(typeof stacks)[number]];
  const tenants = Array.from({ length: 1000 }, (_, index) => `t${index}`);
  const [wave] = rolloutWaves([{ ...cell, tenants }], rolloutSchema.parse({}), 8);
  expect(wave?.expected.first).toBeGreaterThan(1000);
  expect(wave?.expected.change).toBeLessThan(200);
  expect(describeWaves('prod', wave ? [wave] : [])).toContain('17 min from nothing');
});
