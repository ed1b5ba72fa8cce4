import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleetOn, writeEveryOption } from '../../stacks/every-option-root';
import { type Ended, fleet, start } from '../fleet/fleet';

// Two foundations, two global-table stacks, six stacks of flows and two cells, applied and planned again.
jest.setTimeout(900_000);

const folder = mkdtempSync(join(tmpdir(), 'every-option-'));
let env: NodeJS.ProcessEnv;

const ok = (ended: Ended) => {
  if (ended.code !== 0) throw new Error(`exit ${ended.code}\n${ended.stdout}\n${ended.stderr}`);
  return ended;
};
const run = (...args: string[]) =>
  start(process.execPath, ['-e', fleetOn(join(folder, 'root')), '--', ...args], env).ended;

beforeAll(async () => {
  writeEveryOption(join(folder, 'root'));
  const base = { ...process.env, FLEET_DIR: join(folder, 'fleet') };
  ok(await fleet(['local', 'up', '--port', '0', '--json'], base));
  const { variables } = JSON.parse(ok(await fleet(['local', 'env', '--json'], base)).stdout);
  env = { ...base, ...variables };
});

afterAll(async () => {
  await fleet(['local', 'down'], { ...process.env, FLEET_DIR: join(folder, 'fleet') });
  rmSync(folder, { recursive: true, force: true });
});

interface StackEnd {
  id: string;
  outcome: string;
  /** In plans. */
  changed?: boolean;
  changes?: unknown[];
}

test('an environment with every option on is applied, and a second plan shows no change', async () => {
  const rollout: StackEnd[] = JSON.parse(
    ok(await run('rollout', '--env', 'every', '--yes', '--json')).stdout,
  ).stacks;
  // Foundation and data, twice; three flows in two regions; one cell in two regions.
  expect(rollout.map(({ outcome }) => outcome)).toEqual(Array(12).fill('applied'));

  const plan: StackEnd[] = JSON.parse(ok(await run('plan', '--env', 'every', '--json')).stdout).stacks;
  expect(plan).toHaveLength(rollout.length);
  expect(plan.filter(({ changed }) => changed !== false).map(({ id, changes }) => ({ id, changes }))).toEqual(
    [],
  );
});
