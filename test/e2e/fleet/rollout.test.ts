import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { stateBucket } from '../../../environments/names';
import staging from '../../../environments/staging';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { thisRunner } from '../../../scripts/cli/runner';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { terraformEnvironment } from '../../../scripts/terraform/environment';
import { runningTerraform } from '../../../scripts/terraform/running';
import { ourLock } from '../../../scripts/terraform/state-lock';
import { findTerraform } from '../../../scripts/terraform/tool';
import { access, addressesIn, objectKeys, type Place, poolNames, putLock } from './cloud';
import {
  type Ended,
  fleet,
  newestLog,
  ok,
  onLocalAws,
  type Running,
  removeFolder,
  start,
  startFleet,
  stateFolder,
  until,
} from './fleet';

const state = stateFolder();
let aws: LocalAws;
let env: NodeJS.ProcessEnv;
let home: Place;
const bucket = stateBucket(staging, 'identity');
const [homeRegion, secondRegion] = staging.regions as [string, string];

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
 * Seconds after which every role session ends here, instead of an hour, so that sessions expire during the tests. They
 * still work for as long again.
 */
const longestSession = 5;

/**
 * Waits for an event of the apply, then sends the signal. `apply_progress` comes after 10 s, when Terraform is only
 * waiting: an interrupted request could have created something anyway.
 */
async function interruptDuringApply(
  running: Running,
  { stack, event }: { stack: string; event: 'apply_complete' | 'apply_progress' },
  send: (pid: number) => unknown,
): Promise<Ended> {
  const busy = await until(() => newestLog(state, stack).includes(`"type":"${event}"`), running);
  if (busy) await send(running.child.pid as number);
  return running.ended;
}

const interruptsSeen = (stack: string) => newestLog(state, stack).match(/Interrupt received/g)?.length;

beforeAll(async () => {
  aws = await startLocalAws({ longestSession });
  env = onLocalAws(aws.endpoint, state);
  home = { endpoint: aws.endpoint, accountId: staging.accounts.identity.id, region: homeRegion };
});

afterAll(async () => {
  await aws.stop();
  removeFolder(state);
});

test('the first rollout of a foundation, interrupted by a second Ctrl-C, can be continued', async () => {
  const id = `staging-identity-${homeRegion}-foundation`;
  const running = startFleet(stagingRollout('--stack', 'foundation'), env);
  // As a terminal does: to the whole foreground group. The first Ctrl-C lets the stack finish.
  const interrupted = await interruptDuringApply(
    running,
    { stack: id, event: 'apply_progress' },
    async (pid) => {
      process.kill(-pid, 'SIGINT');
      await until(() => running.stderr().includes('Ctrl-C again'), running);
      process.kill(-pid, 'SIGINT');
    },
  );
  expect(interrupted.code).toBe(130);
  expect(outcomes(interrupted)).toEqual({ [id]: 'interrupted' });
  expect(interruptsSeen(id)).toBe(1);
  const work = readdirSync(join(state, 'work', id));
  expect(work).toContain('bootstrap.tfstate');
  expect(work.filter((name) => name.includes('lock.info'))).toEqual([]);
  // A plan works before the plan role exists, on what the interrupted apply has left behind.
  const args = stagingRollout('--stack', 'foundation').map((arg) => (arg === 'rollout' ? 'plan' : arg));
  const plan = ok(
    await fleet(
      args.filter((arg) => arg !== '--yes'),
      env,
    ),
  );
  expect(JSON.parse(plan.stdout).stacks).toMatchObject([{ id, outcome: 'planned', bootstrapped: false }]);

  expect(outcomes(ok(await fleet(stagingRollout('--stack', 'foundation'), env)))).toEqual({
    [id]: 'applied',
  });
  // One Terraform process outlived several sessions, so it must have renewed them.
  const waits = [...newestLog(state, id).matchAll(/"elapsed_seconds":(\d+)/g)].map(([, seconds]) => seconds);
  expect(Math.max(...waits.map(Number))).toBeGreaterThan(2 * longestSession);
  const keys = (await objectKeys(home, bucket)).filter((key) => !key.startsWith('ledger/'));
  expect(keys).toEqual([
    `${homeRegion}/foundation/record.json`,
    `${homeRegion}/foundation/terraform.tfstate`,
  ]);
  expect(readdirSync(join(state, 'work', id)).filter((name) => name.includes('bootstrap'))).toEqual([]);
  // Flows write to the tables of the data stack.
  ok(await fleet(stagingRollout('--stack', 'data'), env));
});

test("nothing is rolled out before the alarms' topic exists and can be notified", async () => {
  const id = `staging-identity-${homeRegion}-customer`;
  const blocked = async () => {
    const { code, stdout } = await fleet(stagingRollout('--stack', 'customer', '--region', homeRegion), env);
    expect(code).toBe(3);
    return JSON.parse(stdout).error as { message: string; remedy: string };
  };
  const before = await objectKeys(home, bucket);
  const topic = `arn:aws:sns:${homeRegion}:${home.accountId}:${staging.alarmTopic}`;
  const missing = await blocked();
  expect(missing.message).toContain(`identity: ${topic} does not exist`);
  expect(missing.remedy).toContain(
    `aws sns create-topic --region ${homeRegion} --name ${staging.alarmTopic}`,
  );

  const sns = new SNSClient(access(home));
  await sns.send(
    new CreateTopicCommand({ Name: staging.alarmTopic, Attributes: { KmsMasterKeyId: 'alias/aws/sns' } }),
  );
  expect((await blocked()).message).toMatch(`${topic} is encrypted with alias/aws/sns`);
  expect(await objectKeys(home, bucket)).toEqual(before);
  expect(newestLog(state, id)).toBe('');
  await sns.send(new DeleteTopicCommand({ TopicArn: topic }));
  sns.destroy();

  // The following tests roll out alarms.
  await standInForOrganisation(aws.endpoint, [staging]);
});

test('after SIGTERM, Terraform ends cleanly and releases its lock, and running again completes the rollout', async () => {
  const [disturbed, undisturbed] = [homeRegion, secondRegion].map(
    (region) => `staging-identity-${region}-machine`,
  ) as [string, string];
  const first = stagingRollout('--stack', 'machine', '--region', homeRegion);
  const interrupted = await interruptDuringApply(
    startFleet(first, env),
    { stack: disturbed, event: 'apply_complete' },
    (pid) => process.kill(pid, 'SIGTERM'),
  );
  expect(interrupted.code).toBe(130);
  expect(outcomes(interrupted)).toEqual({ [disturbed]: 'interrupted' });
  expect(interruptsSeen(disturbed)).toBe(1);
  expect((await objectKeys(home, bucket)).filter((key) => key.endsWith('.tflock'))).toEqual([]);

  const again = ok(await fleet(stagingRollout('--stack', 'machine'), env));
  expect(outcomes(again)).toEqual({ [disturbed]: 'applied', [undisturbed]: 'applied' });
  const [ours, theirs] = await Promise.all(
    [homeRegion, secondRegion].map((region) =>
      addressesIn(home, bucket, `${region}/machine/terraform.tfstate`),
    ),
  );
  expect(ours).toEqual(theirs);
  // There are no duplicates, and nothing outside a state.
  expect(await poolNames(home)).toEqual(await poolNames({ ...home, region: secondRegion }));

  expect(outcomes(ok(await fleet(stagingRollout('--stack', 'machine'), env)))).toEqual({
    [disturbed]: 'skipped',
    [undisturbed]: 'skipped',
  });
});

test('if fleet is killed with its process group, Terraform continues, and the same command waits for it', async () => {
  const id = `staging-identity-${homeRegion}-internal`;
  const command = stagingRollout('--stack', 'internal', '--region', homeRegion);
  const killed = await interruptDuringApply(
    startFleet(command, env),
    { stack: id, event: 'apply_complete' },
    (pid) => process.kill(-pid, 'SIGKILL'),
  );
  expect(killed.code).toBeNull();
  const left = runningTerraform(join(state, 'work', id));
  expect(left?.args).toContain('apply');
  const pid = left?.pid ?? 0;
  // It is stopped until the next command has seen it.
  process.kill(pid, 'SIGSTOP');

  const again = startFleet(command, env);
  const waits = `${id}: apply of an earlier command is still running (process ${pid}), waiting`;
  const waited = await until(() => again.stderr().includes(waits), again);
  process.kill(pid, 'SIGCONT');
  expect(waited).toBe(true);
  const ended = ok(await again.ended);
  expect(ended.stderr).not.toContain('ended with errors');
  // It succeeded, so its result is used, and nothing is planned.
  expect(outcomes(ended)).toEqual({ [id]: 'applied' });
  expect(newestLog(state, id)).not.toContain('# terraform plan');
  expect((await objectKeys(home, bucket)).filter((key) => key.endsWith('.tflock'))).toEqual([]);
  expect((await poolNames(home)).filter((name) => name === 'staging-internal')).toHaveLength(1);
});

test('closing the terminal does not affect a running apply, which continues to its end', async () => {
  const id = `staging-identity-${secondRegion}-edge`;
  const running = startFleet(stagingRollout('--stack', 'edge', '--region', secondRegion), env);
  const ended = await interruptDuringApply(running, { stack: id, event: 'apply_complete' }, (pid) =>
    process.kill(-pid, 'SIGHUP'),
  );
  expect(ended.stderr).toContain('the terminal was closed');
  expect(outcomes(ok(ended))).toEqual({ [id]: 'applied' });
  expect(interruptsSeen(id)).toBeUndefined();
});

test("someone else's lock is reported with its owner and how to release it, and later waves are halted", async () => {
  const lockId = '5b3f2a0e-0000-4000-8000-000000000000';
  await putLock(home, bucket, `${homeRegion}/machine/terraform.tfstate`, { ID: lockId, Who: 'ada@laptop' });
  const { code, stdout } = await fleet(stagingRollout('--stack', 'machine', '--refresh'), env);
  expect(code).toBe(4);
  expect(JSON.parse(stdout).stacks).toMatchObject([
    {
      outcome: 'failed',
      reason: expect.stringMatching(/locked by ada@laptop.*5b3f2a0e/),
      remedy: expect.stringContaining(`terraform force-unlock ${lockId}`),
    },
    { outcome: 'halted', reason: expect.stringMatching(/1 stack failed in wave \d+, .* allows 0 of 1/) },
  ]);
  const lock = `${homeRegion}/machine/terraform.tfstate.tflock`;
  expect(await objectKeys(home, bucket)).toContain(lock);
});

test('a fleet lock from another machine is not released, and Terraform can release it by its ID', async () => {
  const lockId = '6c4f3b1f-0000-4000-8000-000000000000';
  const runner = { ...thisRunner(), host: 'gone', user: 'ada' };
  const key = `${homeRegion}/machine/terraform.tfstate`;
  const ours = ourLock({ id: lockId, run: 'staging-then', runner, at: new Date() }, { bucket }, key);
  await putLock(home, bucket, key, ours);
  const command = stagingRollout('--stack', 'machine', '--region', homeRegion, '--refresh');
  const { code, stdout } = await fleet(command, env);
  expect(code).toBe(1);
  const [{ reason, remedy }] = JSON.parse(stdout).stacks;
  expect(reason).toMatch(/locked by ada@gone .*ledger of run staging-then is neither/);
  // As the remedy says, with `-force` instead of a terminal.
  const [, folder = ''] = /cd (\S+) && terraform force-unlock/.exec(remedy) ?? [];
  const { path } = findTerraform(process.env);
  const terraform = (...args: string[]) => start(path, [`-chdir=${folder}`, ...args], env).ended;
  const refused = await terraform('plan', '-input=false', '-no-color');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/Error acquiring the state lock[\s\S]*identity-fleet run staging-then/);
  ok(await terraform('force-unlock', '-force', lockId));
  expect(await objectKeys(home, bucket)).not.toContain(`${key}.tflock`);
});

test('with two runners and one bucket, a stack is applied once', async () => {
  const command = stagingRollout('--stack', 'internal', '--region', secondRegion);
  const second = stateFolder();
  const [one, other] = [env, onLocalAws(aws.endpoint, second)].map((its) => startFleet(command, its));
  const ends = await Promise.all([(one as Running).ended, (other as Running).ended]);
  const id = `staging-identity-${secondRegion}-internal`;
  const said = ends.map((end) => outcomes(end)[id]);
  expect(said.filter((outcome) => outcome === 'applied')).toEqual(['applied']);
  for (const end of ends.filter((its) => outcomes(its)[id] === 'failed'))
    expect(end.stdout).toMatch(/is locked by .*may still be running/);
  const pools = await poolNames({ ...home, region: secondRegion });
  expect(pools.filter((name) => name === 'staging-internal')).toHaveLength(1);
  // The refused runner finds the stack applied, and starts no Terraform.
  for (const its of [env, onLocalAws(aws.endpoint, second)])
    expect(outcomes(ok(await fleet(command, its)))).toEqual({ [id]: 'skipped' });
  const verified = ok(await fleet(['ledger', 'verify', '--env', 'staging', '--json'], env));
  expect(
    JSON.parse(verified.stdout).runs.flatMap(({ problems }: { problems: string[] }) => problems),
  ).toEqual([]);
  removeFolder(second);
});

// cdktf's files have the same bytes (`test/e2e/stacks/cdktf-synth.test.ts`), so one stack with functions and one in
// another region are enough to show that both work on the same states.
test('the real cdktf can deploy stacks after their foundation, and a plan then shows no changes', async () => {
  const made = [`staging-identity-${homeRegion}-edge`, `staging-identity-${secondRegion}-email`];
  const output = stateFolder();
  const flags = ['--auto-approve', '--skip-provider-lock', '--ignore-missing-stack-dependencies'];
  const folders = { state, cache: join(__dirname, '../../../.fleet/cache') };
  const asFleet = terraformEnvironment(folders, env).env;
  ok(
    await start('npx', ['cdktf', 'deploy', ...made, ...flags, '--output', output], { ...asFleet, CI: '1' })
      .ended,
  );
  removeFolder(output);

  const account = ['--env', 'staging', '--account', 'identity', '--json'];
  const planned = ok(await fleet(['plan', ...account, '--stack', made.join(',')], env));
  const stacks: { id: string }[] = JSON.parse(planned.stdout).stacks;
  for (const id of made)
    expect(stacks.find((stack) => stack.id === id)).toMatchObject({
      outcome: 'planned',
      bootstrapped: true,
      changed: false,
    });
});
