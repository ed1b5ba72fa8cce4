import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import dev from '../../../environments/dev';
import { stateBucket } from '../../../environments/names';
import staging from '../../../environments/staging';
import { addressesIn, objectKeys, type Place, poolNames, putLock } from './cloud';
import {
  type Ended,
  fleet,
  newestLog,
  type Running,
  removeFolder,
  start,
  startFleet,
  stateFolder,
  until,
} from './fleet';

// One local AWS for all of it, since bringing a foundation up takes a minute of Terraform's own waiting.
jest.setTimeout(300_000);

const state = stateFolder();
/** Staging works beside dev, and two commands in one folder refuse each other. */
const stagingState = stateFolder();
const output = stateFolder();
let env: NodeJS.ProcessEnv;
let stagingEnv: NodeJS.ProcessEnv;
let home: Place;
const bucket = stateBucket(staging, 'identity');
const [homeRegion, secondRegion] = staging.regions as [string, string];

const ok = (ended: Ended) => {
  if (ended.code !== 0) throw new Error(`exit ${ended.code}\n${ended.stdout}\n${ended.stderr}`);
  return ended;
};
const outcomes = ({ stdout }: Ended): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(stdout).stacks.map(({ id, outcome }: { id: string; outcome: string }) => [id, outcome]),
  );
const stagingRollout = (...args: string[]) => [
  'rollout',
  '--env',
  'staging',
  '--account',
  'identity',
  '--yes',
  '--json',
  ...args,
];

/**
 * Waits for an event of the apply, and signals then. `apply_progress` comes after 10 s, when only what Terraform
 * waits for is under way: a request that is broken off in the middle can have made something all the same.
 */
async function interruptDuringApply(
  running: Running,
  { stack, event }: { stack: string; event: 'apply_complete' | 'apply_progress' },
  send: (pid: number) => void,
): Promise<Ended> {
  const busy = await until(() => newestLog(stagingState, stack).includes(`"type":"${event}"`), running);
  if (busy) send(running.child.pid as number);
  return running.ended;
}

const interruptsSeen = (stack: string) => newestLog(stagingState, stack).match(/Interrupt received/g)?.length;

beforeAll(async () => {
  const base = { ...process.env, FLEET_DIR: state };
  const up = JSON.parse(ok(await fleet(['local', 'up', '--port', '0', '--json'], base)).stdout);
  const { variables } = JSON.parse(ok(await fleet(['local', 'env', '--json'], base)).stdout);
  env = { ...base, ...variables };
  stagingEnv = { ...env, FLEET_DIR: stagingState };
  home = { endpoint: up.endpoint, accountId: staging.accounts.identity.id, region: homeRegion };
});

afterAll(async () => {
  await fleet(['local', 'down'], { ...process.env, FLEET_DIR: state });
  for (const folder of [state, stagingState, output]) removeFolder(folder);
});

test('foundations come up from nothing; one that Ctrl-C interrupts goes on where it was', async () => {
  const args = ['rollout', '--env', 'dev', '--account', 'cells-a', '--stack', 'foundation'];
  const cells = fleet([...args, '--yes', '--json'], env);

  const id = `staging-identity-${homeRegion}-foundation`;
  const running = startFleet(stagingRollout('--stack', 'foundation'), stagingEnv);
  // As a terminal does it: to the whole foreground group, twice, since people press it twice.
  const interrupted = await interruptDuringApply(running, { stack: id, event: 'apply_progress' }, (pid) => {
    process.kill(-pid, 'SIGINT');
    process.kill(-pid, 'SIGINT');
  });
  expect(interrupted.code).toBe(130);
  expect(outcomes(interrupted)).toEqual({ [id]: 'interrupted' });
  expect(interruptsSeen(id)).toBe(1);
  const work = readdirSync(join(stagingState, 'work', id));
  expect(work).toContain('bootstrap.tfstate');
  expect(work.filter((name) => name.includes('lock.info'))).toEqual([]);

  expect(outcomes(ok(await fleet(stagingRollout('--stack', 'foundation'), stagingEnv)))).toEqual({
    [id]: 'applied',
  });
  expect(await objectKeys(home, bucket)).toEqual([`${homeRegion}/foundation/terraform.tfstate`]);
  expect(readdirSync(join(stagingState, 'work', id)).filter((name) => name.includes('bootstrap'))).toEqual(
    [],
  );
  // Flows write into the tables of data.
  ok(await fleet(stagingRollout('--stack', 'data'), stagingEnv));
  expect(Object.values(outcomes(ok(await cells)))).toEqual(['applied']);
});

// One account is enough to see that both work on the same states; `fleet demo` plans every stack a second time.
test('the real cdktf deploys the rest of an account, and a plan of it finds nothing to change', async () => {
  const flags = ['--auto-approve', '--skip-provider-lock', '--output', output];
  const args = ['cdktf', 'deploy', 'dev-cells-a-*', ...flags];
  ok(await start('npx', args, { ...env, CI: '1' }).ended);
  const plan = ['plan', '--env', 'dev', '--account', 'cells-a', '--json'];
  const { stacks } = JSON.parse(ok(await fleet(plan, env)).stdout);
  const cells = Object.values(dev.cells).flatMap(({ regions }) => regions);
  expect(stacks).toHaveLength(2 + cells.length + new Set(cells).size);
  for (const stack of stacks)
    expect(stack).toMatchObject({ outcome: 'planned', bootstrapped: true, changed: false });
});

test('SIGTERM: Terraform ends in order and releases its lock; run again, the end is the undisturbed one', async () => {
  const [disturbed, undisturbed] = [homeRegion, secondRegion].map(
    (region) => `staging-identity-${region}-customer`,
  ) as [string, string];
  const first = stagingRollout('--stack', 'customer', '--region', homeRegion);
  const interrupted = await interruptDuringApply(
    startFleet(first, stagingEnv),
    { stack: disturbed, event: 'apply_complete' },
    (pid) => process.kill(pid, 'SIGTERM'),
  );
  expect(interrupted.code).toBe(130);
  expect(outcomes(interrupted)).toEqual({ [disturbed]: 'interrupted' });
  expect(interruptsSeen(disturbed)).toBe(1);
  expect((await objectKeys(home, bucket)).filter((key) => key.endsWith('.tflock'))).toEqual([]);

  const again = ok(await fleet(stagingRollout('--stack', 'customer'), stagingEnv));
  expect(outcomes(again)).toEqual({ [disturbed]: 'applied', [undisturbed]: 'applied' });
  const [ours, theirs] = await Promise.all(
    [homeRegion, secondRegion].map((region) =>
      addressesIn(home, bucket, `${region}/customer/terraform.tfstate`),
    ),
  );
  expect(ours).toEqual(theirs);
  // Nothing was made twice, and nothing is left that no state knows.
  expect(await poolNames(home)).toEqual(await poolNames({ ...home, region: secondRegion }));

  expect(outcomes(ok(await fleet(stagingRollout('--stack', 'customer'), stagingEnv)))).toEqual({
    [disturbed]: 'unchanged',
    [undisturbed]: 'unchanged',
  });
});

test('a lock that somebody else holds is named with its owner and the way to release it', async () => {
  const lockId = '5b3f2a0e-0000-4000-8000-000000000000';
  await putLock(home, bucket, `${homeRegion}/customer/terraform.tfstate`, { ID: lockId, Who: 'ada@laptop' });
  const { code, stdout } = await fleet(
    stagingRollout('--stack', 'customer', '--region', homeRegion),
    stagingEnv,
  );
  expect(code).toBe(1);
  expect(JSON.parse(stdout).stacks[0]).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/locked by ada@laptop.*5b3f2a0e/),
    remedy: expect.stringContaining(`terraform force-unlock ${lockId}`),
  });
});
