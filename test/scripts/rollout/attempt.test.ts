import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisRunner } from '../../../scripts/cli/runner';
import type { Entry } from '../../../scripts/ledger/line';
import { attemptsOn, historyHere, type Intent, whyHeld } from '../../../scripts/rollout/attempt';
import { forgetRunning, recordRunning } from '../../../scripts/terraform/running';
import { ourLock, parseLock } from '../../../scripts/terraform/state-lock';
import { tempFolder } from '../temp';

const here = thisRunner();
/** A process of ours that is gone: no process has this number and that start. */
const gone = { ...here, pid: 1, identity: here.identity.replace(/\d+$/, '1') };

const intent = (lock: string, over: Partial<Intent> = {}): Intent => ({
  content: 'c',
  lock,
  runner: gone,
  folder: tempFolder(),
  log: '/none',
  ...over,
});
const lines = (...given: [Entry['type'], object, string?][]): Entry[] =>
  given.map(([type, data, step = 'dev-x'], index) => ({
    seq: index + 1,
    at: '',
    type,
    ...(type !== 'run' && type !== 'resume' && { step }),
    data: data as Entry['data'],
  }));
const lockOf = (id: string, run = 'r') =>
  ourLock({ id, run, runner: gone, at: new Date(0) }, { bucket: 'b' }, 'k');
const why = (lock: ReturnType<typeof lockOf>, entries: Entry[] | undefined) =>
  whyHeld(lock, 'dev-x', { entriesOf: async () => entries });

const change = { address: 'aws_iam_role.a', action: 'create' as const };
const planned = { planned: { plan: 'p', state: null, changes: [change] } };

describe('a lock', () => {
  test('may be taken over if its run’s ledger has its ID, and the process is gone', async () => {
    expect(await why(lockOf('1'), lines(['begin', intent('1')]))).toBeUndefined();
  });

  test('is left alone unless that is proven', async () => {
    const entries = lines(['begin', intent('1')]);
    expect(await why({ ...lockOf('1'), Info: '' }, entries)).toMatch(/does not belong to a known rollout/);
    expect(await why(parseLock('no JSON'), entries)).toMatch(/does not belong to a known rollout/);
    expect(await why(lockOf('1'), undefined)).toMatch(/ledger of run r is neither/);
    // One that replaced ours, and one of another stack.
    expect(await why(lockOf('2'), entries)).toMatch(/has no such lock/);
    expect(await why(lockOf('1'), lines(['begin', intent('1'), 'dev-y']))).toMatch(/has no such lock/);
    const other = (runner: Partial<Intent['runner']>) =>
      why(lockOf('1'), lines(['begin', intent('1', { runner: { ...gone, ...runner } })]));
    expect(await other({ host: 'elsewhere' })).toMatch(/@elsewhere .*may still be running/);
    expect(await other({ pidNamespace: 'pid:[1]' })).toMatch(/may still be running/);
    expect(await other({ pid: here.pid, identity: here.identity })).toMatch(/may still be running/);
  });

  test('of another machine may be taken over once its ledger is taken over, if nothing was written under it', async () => {
    const intentThere = intent('1', { runner: { ...gone, host: 'elsewhere' } });
    const taken = ['resume', { by: 'other' }] as [Entry['type'], object];
    expect(await why(lockOf('1'), lines(['begin', intentThere], taken))).toBeUndefined();
    // It had been taken over before; it may be using its ledger again.
    expect(await why(lockOf('1'), lines(taken, ['begin', intentThere]))).toMatch(/may still be running/);
    for (const fact of [planned, { adopting: ['r0'] }, { detaching: 1 }])
      expect(await why(lockOf('1'), lines(['begin', intentThere], ['note', fact], taken))).toMatch(
        /may still be running/,
      );
    // Another attempt has written, and another stack.
    const earlier = lines(['begin', intent('0')], ['note', planned], ['begin', intentThere], taken);
    expect(await why(lockOf('1'), earlier)).toBeUndefined();
    const beside = lines(
      ['begin', intentThere],
      ['begin', intent('2'), 'dev-y'],
      ['note', planned, 'dev-y'],
      taken,
    );
    expect(await why(lockOf('1'), beside)).toBeUndefined();
  });

  test('whose Terraform is still running here is waited for, and then taken over', async () => {
    const folder = tempFolder();
    const { pid, identity } = here;
    recordRunning(folder, { pid, identity, args: ['apply'], log: '', offset: 0, startedAt: '' });
    const entriesOf = async () => lines(['begin', intent('1', { folder })]);
    const waited: string[] = [];
    const waitFor = async (at: string) => {
      waited.push(at);
      forgetRunning(at);
    };
    expect(await whyHeld(lockOf('1'), 'dev-x', { entriesOf, waitFor })).toBeUndefined();
    expect(waited).toEqual([folder]);
  });

  test('is left alone while the Terraform that its run started is still running', async () => {
    const folder = tempFolder();
    const { pid, identity } = here;
    recordRunning(folder, { pid, identity, args: ['apply'], log: '', offset: 0, startedAt: '' });
    const entries = lines(['begin', intent('1', { folder })]);
    expect(await why(lockOf('1'), entries)).toMatch(
      `its Terraform is still running in ${folder} (process ${pid})`,
    );
  });
});

test('attempts of a run are those since its last success, without the current one', () => {
  const entries = lines(
    ['run', {}],
    ['begin', intent('1')],
    ['note', planned],
    ['end', { outcome: 'done' }],
    ['begin', intent('2')],
    ['note', planned],
    ['note', { created: { 'aws_iam_role.a': 'role-a' } }],
    ['begin', intent('9'), 'dev-y'],
    ['begin', intent('3')],
    ['end', { outcome: 'failed' }],
    ['begin', intent('4')],
  );
  const attempts = attemptsOn('dev-x', 'r', entries, '4');
  expect(attempts.map(({ intent: { lock } }) => lock)).toEqual(['2', '3']);
  expect(attempts[0]).toMatchObject({
    planned: planned.planned,
    created: new Map([['aws_iam_role.a', 'role-a']]),
  });
  expect(attempts[1]).toMatchObject({ planned: undefined, created: new Map(), stream: undefined });
});

test("Terraform's output adds to what the ledger knows", () => {
  const log = join(tempFolder(), 'run.log');
  const hook = { resource: { addr: 'aws_iam_role.b' }, action: 'create', id_key: 'id', id_value: 'role-b' };
  writeFileSync(log, `${JSON.stringify({ type: 'apply_complete', hook })}\n`);
  const [attempt] = attemptsOn('dev-x', 'r', lines(['begin', intent('1', { log })], ['note', planned]), '');
  expect(attempt?.created).toEqual(new Map([['aws_iam_role.b', 'role-b']]));
});

test('interrupted runs on this machine count back to the last success', async () => {
  const broken = lines(['begin', intent('1')], ['note', planned]);
  const good = lines(['begin', intent('1')], ['note', planned], ['end', { outcome: 'done' }]);
  const other = lines(['begin', intent('1'), 'dev-y']);
  const unplanned = lines(['begin', intent('1')]);
  const ledgers: Record<string, Entry[]> = {
    f: unplanned,
    e: broken,
    d: other,
    c: broken,
    b: good,
    a: broken,
  };
  const run = { localRuns: () => Object.keys(ledgers), entriesOf: async (id: string) => ledgers[id] };
  expect(await historyHere('dev-x', run)).toEqual({ brokenOff: ['c', 'e'], everDone: true });
  const young = { localRuns: () => ['f', 'e'], entriesOf: run.entriesOf };
  expect(await historyHere('dev-x', young)).toEqual({ brokenOff: ['e'], everDone: false });
});
