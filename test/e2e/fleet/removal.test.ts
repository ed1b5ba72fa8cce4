import { appendFileSync, cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { LoadedEnvironment } from '../../../environments/schema';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { Interrupt } from '../../../scripts/cli/interrupt';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import type { StackModel } from '../../../scripts/review/model';
import { updateWithout } from '../../../scripts/rollout/pool-update';
import { rolloutSelected } from '../../../scripts/rollout/rollout-selected';
import { stacksOf } from '../../../scripts/selection/stacks';
import { synth } from '../../../scripts/selection/synth';
import { countsIn, countsOf, inventory } from '../memory/inventory';
import {
  describeKill,
  fewAtOnce,
  pushUnsaved,
  runAndDie,
  runAndKill,
  runWhole,
  type TimedKill,
} from '../memory/kills';
import type { LedgerKill } from '../memory/ledger-writes';
import { type Wire, wireTo } from '../memory/wire';
import { approve, blockedBy, commit, verdictOf } from './approve';
import { access, addressesIn, objectKeys, type Place, poolNames, stateAt } from './cloud';
import { type Ended, newestLog, ok, onLocalAws, removeFolder, stateFolder } from './fleet';
import { cognitoOf } from './operator';
import { Project, smallFleet } from './small-fleet';

const pool = 'aws_cognito_user_pool.acme_pool';
const state = stateFolder();
const home: Place = { endpoint: '', accountId: '202020202020', region: 'eu-central-1' };
const bucket = 'northpay-staging-tfstate-202020202020';
const awsVariables = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
const whole = smallFleet();
let aws: LocalAws;
let wire: Wire;
let project: Project;

const rollout = (...args: string[]) =>
  project.fleet('rollout', '--env', 'staging', '--yes', '--parallel', '3', '--json', ...args);
const plan = (...args: string[]) => project.fleet('plan', '--env', 'staging', '--json', ...args);
const addresses = (stack: string) => addressesIn(home, bucket, `eu-central-1/${stack}/terraform.tfstate`);

const outcomes = ({ stdout }: Ended): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(stdout).stacks.map(({ id, outcome }: { id: string; outcome: string }) => [id, outcome]),
  );
/** What a refused command says may be named. */
const refused = ({ code, stdout, stderr }: Ended): (string | null)[] => {
  if (code !== 3) throw new Error(`exit ${code}\n${stdout}\n${stderr}`);
  return JSON.parse(stdout).error.omissions.map(({ remove }: { remove: string | null }) => remove);
};
const without = (loaded: LoadedEnvironment, ...ids: string[]): LoadedEnvironment => ({
  ...loaded,
  tenants: loaded.tenants.filter(({ id }) => !ids.includes(id)),
  services: loaded.services.filter(({ id }) => !ids.includes(id)),
});
const cellOne = {
  'cell-01': whole.environment.cells['cell-01'],
} as LoadedEnvironment['environment']['cells'];
const smaller = without(whole, 'initech', 'hooli', 'legacy-export');
const shrunk = { ...smaller, environment: { ...smaller.environment, cells: cellOne } };

const of = (stack: string) => `staging-all-eu-central-1-${stack}`;

/** A foundation has its state on the disk still. When only `fleet` is killed, Terraform goes on. */
const kills: TimedKill[] = [
  { what: 'tree', afterMs: 100, made: of('foundation') },
  { what: 'connection', afterMs: 100, made: of('cell-01') },
];
const lastKill: LedgerKill = {
  what: 'ledger',
  write: `note ${of('cell-02')} planned`,
  safe: false,
  terraform: false,
};

beforeAll(async () => {
  aws = await startLocalAws();
  home.endpoint = aws.endpoint;
  wire = await wireTo(aws.endpoint);
  project = new Project(onLocalAws(wire.endpoint, state));
  await standInForOrganisation(aws.endpoint, [whole.environment]);
  project.write(whole);
  commit(project.root);
});

afterAll(async () => {
  await wire.close();
  await aws.stop();
  for (const folder of [state, project.root]) removeFolder(folder);
});

test('killed again and again, the same command makes all that is configured, and nothing twice', async () => {
  const args = ['rollout', '--env', 'staging', '--yes', '--parallel', '3', '--json'];
  const victim = { root: project.root, state, env: project.env, args, wire };
  const pushed: string[] = [];
  // Cut off, Terraform tries for 15 s to save the state, once for each resource that is under way: there are few of them.
  const env = { ...project.env, TERRAFORM_BINARY_NAME: fewAtOnce(project.root, 'cell-01') };
  for (const kill of kills) {
    const { ended, over } = await runAndKill({ ...victim, env }, kill);
    if (over) throw new Error(`${describeKill(kill)}: it was over\n${ended.stdout}\n${ended.stderr}`);
    pushed.push(...(await pushUnsaved(ended, (...given) => project.fleet(...given))));
  }
  expect(pushed.length).toBeGreaterThan(0);
  const { ended, at } = await runAndDie(victim, [lastKill]);
  if (!at) throw new Error(`${describeKill(lastKill)}: it was over\n${ended.stdout}\n${ended.stderr}`);
  ok(await rollout());

  const states = await Promise.all(['foundation', 'data', 'cell-01', 'cell-02', 'machine'].map(addresses));
  const found = await inventory(home);
  expect(new Set(found).size).toBe(found.length);
  expect(countsIn(found)).toEqual(countsOf(states.flat()));
  expect((await objectKeys(home, bucket)).filter((key) => key.endsWith('.tflock'))).toEqual([]);
  const verified = await project.fleet('ledger', 'verify', '--env', 'staging', '--json');
  expect(JSON.parse(ok(verified).stdout).runs).toHaveLength(2 + kills.length + new Set(pushed).size);

  // Nothing is left to do, so no Terraform starts: there is none.
  const without = { ...project.env, TERRAFORM_BINARY_NAME: '/nowhere/terraform' };
  const again = await runWhole({ ...victim, env: without });
  expect(new Set(Object.values(outcomes(ok(again))))).toEqual(new Set(['skipped']));
});

test('a tenant, a service and a cell that vanished are named, and nothing of them is touched', async () => {
  const before = await Promise.all(['cell-01', 'cell-02', 'machine'].map(addresses));
  project.write(shrunk);

  const vanished = ['service:legacy-export', 'stack:staging-all-eu-central-1-cell-02', 'tenant:initech'];
  expect(refused(await plan()).sort()).toEqual(vanished);
  expect(refused(await rollout()).sort()).toEqual(vanished);
  expect(refused(await rollout('--remove', 'tenant:initech')).sort()).toEqual(vanished.slice(0, 2));
  // A selection is asked about what it would touch, and no more.
  expect(refused(await rollout('--stack', 'cell-01'))).toEqual(['tenant:initech']);

  expect(await Promise.all(['cell-01', 'cell-02', 'machine'].map(addresses))).toEqual(before);
  expect(await poolNames(home)).toEqual([
    'staging-machine',
    'staging-tenant-acme',
    'staging-tenant-hooli',
    'staging-tenant-initech',
  ]);
});

test('a tenant in another cell is refused whatever is named', async () => {
  const moved = whole.tenants.map((tenant) =>
    tenant.id === 'initech' ? { ...tenant, cells: { 'eu-central-1': 'cell-02' } } : tenant,
  );
  project.write({ ...whole, tenants: moved });
  expect(refused(await rollout('--stack', 'cell-02', '--remove', 'tenant:initech'))).toEqual([null]);
});

test('a plan that would destroy a tenant whom this checkout does not know is not applied', async () => {
  const stale = without(whole, 'initech');
  project.write(stale);
  const { env, workspace } = project;
  // As if initech had been added after the states were compared: from here on only the plan can tell.
  const stacks = stacksOf(stale).filter(({ stack }) => stack === 'cell-01');
  await synth(workspace.built, [stale], stacks);
  const interrupt = new Interrupt({ on: () => undefined, exit: () => {} }, () => {});
  const context = { workspace, env, interrupt, json: true, say: () => {} };
  for (const name of awsVariables) process.env[name] = env[name];
  const { ends } = await rolloutSelected(context, {
    loaded: stale,
    stacks,
    removable: new Set(),
    selection: {},
    parallel: 1,
    by: 'test',
    refresh: false,
    agree: async () => {},
  });
  for (const name of awsVariables) delete process.env[name];
  expect(ends).toMatchObject([
    {
      outcome: 'failed',
      reason: expect.stringMatching(/would destroy .* tenant:initech; it was not applied/),
    },
  ]);
  expect(await poolNames(home)).toContain('staging-tenant-initech');
});

test('what is named goes, whole and alone; again, nothing is left to do', async () => {
  project.write(shrunk);
  const remove = ['service:legacy-export,tenant:initech', 'stack:staging-all-eu-central-1-cell-02'].flatMap(
    (what) => ['--remove', what],
  );
  const { stacks } = JSON.parse(ok(await plan('--stack', 'cell-*,machine', ...remove)).stdout);
  expect(stacks[0]).toMatchObject({
    id: 'staging-all-eu-central-1-cell-02',
    counts: { create: 0, update: 0 },
  });

  const first = outcomes(ok(await rollout(...remove)));
  expect(first['staging-all-eu-central-1-cell-02']).toBe('applied');
  expect(await poolNames(home)).toEqual(['staging-machine', 'staging-tenant-acme']);
  expect(await addresses('cell-02')).toEqual([]);
  expect((await addresses('machine')).filter((address) => address.includes('legacy-export'))).toEqual([]);

  expect(new Set(Object.values(outcomes(ok(await rollout(...remove)))))).toEqual(new Set(['skipped']));
});

test('a wave passes only when its alarms are quiet', async () => {
  const gates = {
    alarms: ['sign-in-failures'],
    decisions: false,
    signIns: 0,
    soakMinutes: 0,
    patienceMinutes: 0,
  };
  const { environment } = shrunk;
  project.write({
    ...shrunk,
    environment: { ...environment, rollout: { ...environment.rollout, gates } },
  });
  const two = () => rollout('--stack', 'data,machine', '--refresh');
  const blind = await two();
  expect(blind.code).toBe(4);
  expect(JSON.parse(blind.stdout).gate).toMatch(
    /wave 0 cannot be told: alarm sign-in-failures in all eu-central-1/,
  );
  expect(outcomes(blind)).toEqual({ [of('data')]: 'unchanged', [of('machine')]: 'halted' });

  const cloudwatch = new CloudWatchClient(access(home));
  const AlarmName = 'sign-in-failures';
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      MetricName: 'failures',
      Namespace: 'northpay',
      Period: 60,
      Statistic: 'Sum',
      Threshold: 1,
    }),
  );
  await cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'somebody has set it' }),
  );
  cloudwatch.destroy();
  const seen = JSON.parse(ok(await two()).stdout);
  expect(seen.gate).toBeNull();
  const ledger = ok(await project.fleet('ledger', 'show', seen.run, '--env', 'staging', '--json')).stdout;
  expect(ledger).toContain('alarm sign-in-failures in all eu-central-1');
});

const produce = (loaded: LoadedEnvironment, changes: Partial<LoadedEnvironment['environment']> = {}) => ({
  ...loaded,
  environment: { ...loaded.environment, ...changes },
});
const relaxations = (['deletion-protection', 'prevent-destroy'] as const).map((protection) => ({
  protection,
  reason: 'acme has left, see ticket 4711 for its export',
}));
const ownSender = { protection: 'email-sender' as const, reason: 'nothing of this fleet ever mails' };
const production = { production: true, relaxations: [ownSender] };
const lifted = { ...production, relaxations: [ownSender, ...relaxations] };

test('what was production is guarded as production', async () => {
  const inCell = ['--stack', 'foundation,cell-01'];
  project.write(produce(shrunk, production));
  ok(await rollout(...inCell));

  project.write(shrunk);
  expect(refused(await rollout('--stack', 'machine'))).toEqual(['production']);
  expect(refused(await rollout('--remove', 'production'))).toEqual(['production']);

  const gone = without(shrunk, 'acme');
  project.write(produce(gone, production));
  expect(refused(await rollout('--remove', 'tenant:acme'))).toEqual(['tenant:acme']);
  // Written, and not rolled out: AWS still protects the pool.
  project.write(produce(gone, { ...production, relaxations: [ownSender, ...relaxations] }));
  expect(refused(await rollout('--remove', 'tenant:acme'))).toEqual(['tenant:acme']);

  // Nothing of it is done before somebody else has approved each finding of this very plan.
  const blockedAs = async (loaded: LoadedEnvironment, ...args: string[]) => {
    project.write(loaded);
    commit(project.root);
    return rollout(...args);
  };
  const protectionsGo = await blockedAs(produce(shrunk, lifted), ...inCell);
  expect(blockedBy(protectionsGo)).toEqual([
    `protection-lowered ${pool}`,
    'role-grows aws_iam_policy.deploy_guard-policy',
  ]);
  approve(project.root, verdictOf(protectionsGo));
  ok(await rollout(...inCell));

  const acmeGoes = ['--stack', 'cell-01', '--remove', 'tenant:acme'];
  const poolGoes = await blockedAs(produce(gone, lifted), ...acmeGoes);
  expect(blockedBy(poolGoes)).toContain(`pool-lost ${pool}`);
  approve(project.root, verdictOf(poolGoes), { approver: 'ada@northpay.example' });
  expect(blockedBy(await rollout(...acmeGoes))).toEqual(blockedBy(poolGoes));
  expect(await poolNames(home)).toContain('staging-tenant-acme');
  approve(project.root, verdictOf(poolGoes));
  ok(await rollout(...acmeGoes));
  expect(await poolNames(home)).toEqual(['staging-machine']);
});

test('a plan set is applied exactly as it was reviewed, or not at all', async () => {
  const { environment } = produce(without(shrunk, 'acme'), lifted);
  project.write({ ...shrunk, tenants: [], environment: { ...environment, logRetentionDays: 60 } });
  const cell = of('cell-01');
  const planSetOf = async (...args: string[]): Promise<string> =>
    JSON.parse(ok(await plan('--stack', 'cell-01', ...args)).stdout).planSet;
  const apply = (set: string) =>
    project.fleet('rollout', '--env', 'staging', '--yes', '--json', '--plan', set);
  const serialOf = async () => (await stateAt(home, bucket, 'eu-central-1/cell-01/terraform.tfstate')).serial;
  const serial = await serialOf();

  const set = await planSetOf('--deploy');
  const reviewed = JSON.parse(ok(await project.fleet('review', set, '--json')).stdout);
  expect(reviewed.verdict).toMatchObject({ outcome: 'clear', findings: [] });
  expect(reviewed.files.map((file: string) => basename(file))).toEqual([
    'review.md',
    'review.html',
    'review.json',
    'review.sarif',
  ]);

  const tampered = `${set}-tampered`;
  cpSync(set, tampered, { recursive: true });
  appendFileSync(join(tampered, `${cell}.tfplan`), 'x');
  for (const [refused, why] of [
    [tampered, /cell-01\.tfplan is not what it was/],
    [await planSetOf(), /made as the plan role/],
  ] as const) {
    const { code, stdout } = await apply(refused);
    expect({ code, message: JSON.parse(stdout).error.message }).toEqual({
      code: 2,
      message: expect.stringMatching(why),
    });
  }
  expect(await serialOf()).toBe(serial);

  expect(outcomes(ok(await apply(set)))).toEqual({ [cell]: 'applied' });
  // It was planned once: what was applied is that plan.
  expect(newestLog(state, cell)).not.toContain('terraform plan');
  expect(outcomes(ok(await apply(set)))).toEqual({ [cell]: 'skipped' });
});

test('what somebody changes by hand is drift, and nothing else is', async () => {
  const drift = () => project.fleet('drift', '--env', 'staging', '--stack', 'data,machine', '--json');
  const status = await project.fleet('status', '--env', 'staging', '--stack', 'data', '--json');
  const { stacks } = JSON.parse(ok(status).stdout);
  expect(stacks.map(({ stack, state }: Record<string, string>) => [stack, state])).toEqual([
    ['data', 'current'],
  ]);

  const untouched = JSON.parse(ok(await drift()).stdout);
  expect(untouched).toMatchObject({ drifted: false, reach: { stacks: { planned: 2, changed: 0 } } });

  const cognito = cognitoOf(home);
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const { Id: UserPoolId } = UserPools.find(({ Name }) => Name === 'staging-machine') ?? {};
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  await cognito.send(
    new UpdateUserPoolCommand(
      updateWithout({ ...(UserPool as UserPoolType), DeletionProtection: 'ACTIVE' }, []),
    ),
  );
  cognito.destroy();
  const { code, stdout } = await drift();
  expect(code).toBe(3);
  const { model } = JSON.parse(stdout);
  const changed = model.stacks.flatMap(({ changes }: StackModel) => changes);
  expect(changed).toMatchObject([
    {
      address: 'aws_cognito_user_pool.machine_pool',
      section: 'drift',
      attributes: [{ path: 'deletion_protection', before: 'INACTIVE', after: 'ACTIVE' }],
      effects: [{ id: 'guarded-drift' }],
    },
  ]);
});
