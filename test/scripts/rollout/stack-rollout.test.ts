import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackRecord } from '../../../scripts/applied/record';
import { thisRunner } from '../../../scripts/cli/runner';
import type { Entry } from '../../../scripts/ledger/line';
import type { Intent } from '../../../scripts/rollout/attempt';
import type { StackJob } from '../../../scripts/rollout/job';
import type { RolloutRun } from '../../../scripts/rollout/run';
import { rolloutStack } from '../../../scripts/rollout/stack-rollout';
import type { StackInfo } from '../../../scripts/selection/stacks';
import type { TerraformEnvironment } from '../../../scripts/terraform/environment';
import { memoryStore } from '../memory-store';
import { executable, tempFolder } from '../temp';

const stateAt = 'eu-central-1/cell-01/terraform.tfstate';
const recordAt = 'eu-central-1/cell-01/record.json';
const lockAt = `${stateAt}.tflock`;
const stateText = JSON.stringify({ version: 4, lineage: 'l', serial: 7, resources: [] });

/** A Terraform that plans these changes, reports by exit code whether there are any, and does something on apply. */
const terraform = (folder: string, changes: object[], planCode: number, atApply: string) => {
  const lines = changes.map((change) => JSON.stringify({ type: 'planned_change', change }));
  return executable(
    folder,
    'terraform',
    `#!/usr/bin/env node
const { appendFileSync, writeFileSync } = require('node:fs');
const command = process.argv[2];
appendFileSync('called', process.argv.slice(2).filter((arg) => /^(init|plan|apply|-lock)/.test(arg)).join(' ') + '\\n');
if (command === 'plan') {
  writeFileSync('rollout.tfplan', 'secret');
  console.log(${JSON.stringify(lines.join('\n'))});
  process.exitCode = ${planCode};
}
if (command === 'apply') { ${atApply} }`,
  );
};

interface Given {
  changes?: object[];
  planCode?: number;
  atApply?: string;
  unnamed?: StackJob['unnamed'];
  entries?: Entry[];
  refresh?: boolean;
  review?: Partial<StackJob['review']>;
}

/** A stack whose state is in a bucket, and a job to roll it out. */
function setUp({
  changes = [],
  planCode = 0,
  atApply = '',
  unnamed = () => [],
  entries,
  refresh = false,
  review = {},
}: Given = {}) {
  const folder = tempFolder();
  const store = memoryStore();
  store.objects.set(stateAt, { text: stateText, etag: '"s1"' });
  writeFileSync(join(folder, 'cdk.tf.json'), '{}');
  const tool = { kind: 'terraform', path: terraform(folder, changes, planCode, atApply), version: '1.11.4' };
  const stop = new AbortController().signal;
  const notes: object[] = [];
  const job: StackJob = {
    session: {
      id: 'dev-x',
      folder,
      log: join(folder, 'run.log'),
      terraform: { tool: { ...tool, platform: 'x' }, env: process.env } as TerraformEnvironment,
      stop,
      tell: stop,
      report: () => {},
    },
    stack: { id: 'dev-x', account: 'a', region: 'eu-central-1', stack: 'cell-01' } as StackInfo,
    synthesized: folder,
    run: {
      environment: { name: 'dev', rollout: {} },
      ledger: { run: 'now', settled: async () => {} },
      runner: thisRunner(),
      by: 'arn:ada',
      commit: 'abc',
      stores: { of: async () => store, close: () => {} },
      refresh,
      archive: tempFolder(),
      entriesOf: async () => entries,
      localRuns: () => [],
      connect: async () => {},
    } as unknown as RolloutRun,
    content: 'c1',
    lock: 'lock-now',
    unnamed,
    turn: async () => {},
    review: { reviewed: () => undefined, judge: async () => {}, leftHooks: () => [], ...review },
    note: (fact) => void notes.push(fact),
  };
  const called = () => readFileSync(join(folder, 'called'), 'utf8').trim().split('\n');
  const record = (): StackRecord => JSON.parse(store.objects.get(recordAt)?.text ?? '{}');
  return { job, store, folder, notes, called, record };
}

const none = { create: 0, update: 0, replace: 0, delete: 0 };
const made = { resource: { addr: 'aws_iam_role.a' }, action: 'create' };

test('a plan that changes only outputs is applied and recorded, although no resource changes', async () => {
  const { job, store, called, record, notes } = setUp({ planCode: 2 });
  expect(await rolloutStack(job)).toEqual({ outcome: 'applied', counts: none });
  // Our own lock covers both.
  expect(called()).toEqual(['init', 'plan -lock=false', 'apply -lock=false']);
  expect(record()).toMatchObject({
    fence: 1,
    applied: {
      content: 'c1',
      plan: expect.stringMatching(/^[0-9a-f]{64}$/),
      state: { lineage: 'l', serial: 7, etag: '"s1"' },
      commit: 'abc',
      tools: { terraform: 'terraform 1.11.4', provider: '5.100.0' },
      by: 'arn:ada',
      run: 'now',
    },
  });
  // One line before anything is written: whoever takes this run over knows that nothing has been.
  expect(notes).toMatchObject([
    { planned: { state: { lineage: 'l', serial: 7 }, changes: [] }, replaces: null },
  ]);
  expect(store.objects.has(lockAt)).toBe(false);
  expect(readdirSync(job.session.folder)).not.toContain('rollout.tfplan');
});

test.each([
  ['a new stack', true, {}, 'adaptive'],
  ['a stack with a state', false, {}, ''],
  ['a new stack, with a mode of the user', true, { AWS_RETRY_MODE: 'standard' }, 'standard'],
])('retries during the apply of %s', async (_, isNew, env, mode) => {
  const { job, store, folder } = setUp({
    planCode: 2,
    atApply: "writeFileSync('retries', process.env.AWS_RETRY_MODE ?? '');",
  });
  if (isNew) store.objects.delete(stateAt);
  Object.assign(job.session.terraform, { env: { PATH: process.env.PATH, ...env } });
  expect(await rolloutStack(job)).toMatchObject({ outcome: 'applied' });
  expect(readFileSync(join(folder, 'retries'), 'utf8')).toBe(mode);
});

test.each([
  ['with gates, it waits for its own', { rollout: { gates: {} } }, {}, true],
  ['without gates, for nothing', { rollout: {} }, {}, undefined],
  ['what is removed has nothing to look at', { rollout: { gates: {} } }, { removed: true }, undefined],
])('once applied: %s', async (_, environment, stack, awaitsGate) => {
  const { job, record } = setUp({ planCode: 2 });
  await rolloutStack({
    ...job,
    stack: { ...job.stack, ...stack } as StackInfo,
    run: { ...job.run, environment: { ...job.run.environment, ...environment } } as RolloutRun,
  });
  expect(record().applied?.awaitsGate).toBe(awaitsGate);
});

test('a plan without changes is not applied, but still recorded', async () => {
  const { job, called, record } = setUp();
  expect(await rolloutStack(job)).toMatchObject({ outcome: 'unchanged' });
  expect(called()).toEqual(['init', 'plan -lock=false']);
  expect(record().applied).toMatchObject({ content: 'c1', plan: null });
});

test('what someone else has applied in the meantime is not planned again, unless requested', async () => {
  const { job, called, store, record } = setUp();
  await rolloutStack(job);
  expect(await rolloutStack(job)).toEqual({ outcome: 'skipped', counts: none });
  expect(called().filter((line) => line.startsWith('plan'))).toHaveLength(1);
  expect(record().applied?.content).toBe('c1');
  expect(await rolloutStack({ ...job, run: { ...job.run, refresh: true } })).toMatchObject({
    outcome: 'unchanged',
  });
  store.objects.set(stateAt, { text: stateText, etag: '"s2"' });
  expect(await rolloutStack(job)).toMatchObject({ outcome: 'unchanged' });
});

test('a plan with changes waits for its turn, and nothing is written before that', async () => {
  const { job, called, notes, record, store } = setUp({ planCode: 2, changes: [made] });
  const turn = jest.fn(async () => {
    expect(called()).toEqual(['init', 'plan -lock=false']);
    expect(notes).toEqual([]);
  });
  expect(await rolloutStack({ ...job, turn })).toMatchObject({ outcome: 'applied' });
  expect(turn).toHaveBeenCalledTimes(1);
  const { applied } = record();
  const halted = async () => {
    throw new Error('halted');
  };
  await expect(rolloutStack({ ...job, content: 'c2', turn: halted })).rejects.toThrow('halted');
  expect(called().filter((line) => line.startsWith('apply'))).toHaveLength(1);
  expect(record()).toMatchObject({ applied });
  expect(record().brokenOff).toBeUndefined();
  expect(store.objects.has(lockAt)).toBe(false);
});

test('a plan without changes needs no turn', async () => {
  const { job } = setUp();
  const turn = jest.fn();
  expect(await rolloutStack({ ...job, turn })).toMatchObject({ outcome: 'unchanged' });
  expect(turn).not.toHaveBeenCalled();
});

test('a plan that destroys what was not named is not applied', async () => {
  const gone = { resource: { addr: 'aws_cognito_user_pool.newcomer_pool' }, action: 'delete' };
  const unnamed = jest.fn(() => ['tenant:newcomer']);
  const { job, called, record, store } = setUp({ changes: [gone], planCode: 2, unnamed });
  await expect(rolloutStack(job)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('tenant:newcomer'),
  });
  expect(unnamed).toHaveBeenCalledWith([{ address: gone.resource.addr, action: 'delete' }]);
  expect(called()).toEqual(['init', 'plan -lock=false']);
  expect(record()).toEqual({ version: 1, stack: 'dev-x', fence: 1 });
  expect(store.objects.has(lockAt)).toBe(false);
});

describe('what was reviewed', () => {
  test('is applied as it is, and not planned again', async () => {
    const reviewed = jest.fn(() => ({ file: '/plans/dev-x.tfplan', changes: [] }));
    const { job, called, notes } = setUp({ review: { reviewed } });
    writeFileSync(join(job.session.folder, 'plan'), 'the plan');
    reviewed.mockReturnValue({ file: join(job.session.folder, 'plan'), changes: [] });
    expect(await rolloutStack(job)).toMatchObject({ outcome: 'applied' });
    expect(reviewed).toHaveBeenCalledWith(expect.objectContaining({ serial: 7 }), false);
    expect(called()).toEqual(['init', 'apply -lock=false']);
    expect(notes).toMatchObject([{ planned: { plan: expect.stringMatching(/^[0-9a-f]{64}$/) } }]);
  });

  test('needs no Terraform if nothing changes', async () => {
    const { job, called, record } = setUp({ review: { reviewed: () => ({ changes: [] }) } });
    expect(await rolloutStack(job)).toMatchObject({ outcome: 'unchanged' });
    expect(called()).toEqual(['init']);
    expect(record().applied).toMatchObject({ content: 'c1', plan: null });
  });

  test('no longer applies: the new plan is judged, and not applied if it is forbidden', async () => {
    const judge = jest.fn(async () => {
      throw new Error('forbidden');
    });
    const { job, called, record } = setUp({ planCode: 2, changes: [made], review: { judge } });
    await expect(rolloutStack(job)).rejects.toThrow('forbidden');
    expect(judge).toHaveBeenCalledWith(
      job.session,
      expect.objectContaining({ changes: [{ address: 'aws_iam_role.a', action: 'create' }] }),
      expect.objectContaining({ serial: 7 }),
    );
    expect(called()).toEqual(['init', 'plan -lock=false']);
    expect(record()).toEqual({ version: 1, stack: 'dev-x', fence: 1 });
  });
});

test('an apply that fails is looked into the next time, and releases the stack', async () => {
  const { job, record, store } = setUp({ changes: [made], planCode: 2, atApply: 'process.exitCode = 1;' });
  await expect(rolloutStack(job)).rejects.toThrow('terraform apply of dev-x failed');
  expect(record()).toEqual({ version: 1, stack: 'dev-x', fence: 1, brokenOff: ['now'] });
  expect(store.objects.has(lockAt)).toBe(false);
});

test('a state that could not be saved is archived, and keeps the stack locked for everyone', async () => {
  const atApply = "writeFileSync('errored.tfstate', 'the newest'); process.exitCode = 1;";
  const { job, record, store } = setUp({ changes: [made], planCode: 2, atApply });
  await expect(rolloutStack(job)).rejects.toMatchObject({
    message: expect.stringMatching(/terraform apply of dev-x failed[\s\S]*could not save its state/),
    remedy: expect.stringContaining('npx fleet state push --env dev --stack dev-x'),
  });
  const folder = join(job.run.archive, 'dev-x');
  expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['the newest']);
  expect(store.objects.has(lockAt)).toBe(true);
  expect(record().claim?.run).toBe('now');
});

describe('an apply whose runner was killed', () => {
  const gone = { ...thisRunner(), pid: 1, identity: thisRunner().identity.replace(/\d+$/, '1') };

  /** What a vanished run left of the stack; its Terraform has printed this. */
  async function leftBehind(said: object[], content = 'c1') {
    const log = join(tempFolder(), 'earlier.log');
    writeFileSync(log, said.map((event) => JSON.stringify(event)).join('\n'));
    const intent: Intent = { content, lock: 'lock-earlier', runner: gone, folder: tempFolder(), log };
    const planned = { plan: 'p', state: null, changes: [{ address: 'aws_iam_role.a', action: 'create' }] };
    const data = [{ command: 'rollout' }, { ...intent }, { planned }] as unknown as Entry['data'][];
    const types = ['run', 'begin', 'note'] as const;
    const entries = types.map(
      (type, index): Entry => ({
        seq: index + 1,
        at: '',
        type,
        ...(index > 0 && { step: 'dev-x' }),
        data: data[index] as Entry['data'],
      }),
    );
    const given = setUp({ entries, changes: [made], planCode: 2 });
    const { store } = given;
    const lock = { ID: 'lock-earlier', Info: 'identity-fleet run earlier', Who: 'x' };
    store.objects.set(lockAt, { text: JSON.stringify(lock), etag: '"l1"' });
    const claim = { run: 'earlier', runner: gone, lock: 'lock-earlier', content, since: '' };
    const left: StackRecord = { version: 1, stack: 'dev-x', fence: 3, claim };
    store.objects.set(recordAt, { text: JSON.stringify(left), etag: '"r1"' });
    return given;
  }
  const applied = { type: 'change_summary', changes: { operation: 'apply' } };

  test('but completed: its result is used, and nothing is planned', async () => {
    const { job, called, record, store } = await leftBehind([applied]);
    expect(await rolloutStack(job)).toEqual({ outcome: 'applied', counts: { ...none, create: 1 } });
    expect(called()).toEqual(['init']);
    expect(record()).toMatchObject({ fence: 4, applied: { content: 'c1', plan: 'p', run: 'now' } });
    expect(store.objects.has(lockAt)).toBe(false);
  });

  test.each<[string, object[], string]>([
    ['did not', [], 'c1'],
    [
      'had an error',
      [applied, { type: 'diagnostic', diagnostic: { severity: 'error', summary: '', detail: '' } }],
      'c1',
    ],
    ['was of other content', [applied], 'c0'],
  ])('and %s: it is planned', async (_, said, content) => {
    const { job, called } = await leftBehind(said, content);
    await rolloutStack(job);
    expect(called()).toEqual(['init', 'plan -lock=false', 'apply -lock=false']);
  });

  test('and did not, while the rollout halts: nothing is adopted, and the next run still knows of it', async () => {
    const { job, called, notes, record } = await leftBehind([]);
    const turn = async () => {
      throw new Error('halted');
    };
    await expect(rolloutStack({ ...job, turn })).rejects.toThrow('halted');
    expect(called()).toEqual(['init']);
    expect(notes).toEqual([]);
    expect(record().brokenOff).toHaveLength(1);
  });

  test('and whose stack someone released by hand: it is planned', async () => {
    const { job, called, store } = await leftBehind([applied]);
    store.objects.delete(lockAt);
    await rolloutStack(job);
    expect(called()).toContain('plan -lock=false');
  });
});
