/**
 * Client secrets of `dev`'s services, rotated in both regions while the services keep requesting tokens: ten thousand
 * requests, with the rotation killed at every step, and two concurrent rotations. `make rotations`; logs to
 * reports/rotations.log.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateBucket } from '../../../environments/names';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { realEnvironment } from '../../invariants/fleet';
import { access, type Place } from '../fleet/cloud';
import {
  type Ended,
  fleet,
  ok,
  onLocalAws,
  type Running,
  removeFolder,
  startFleet,
  stateFolder,
} from '../fleet/fleet';
import { filesBelow } from '../flows/search';
import { storyIn } from '../memory/story';
import { type Caller, Callers, callerOf } from './callers';
import { objectsIn } from './objects';
import { watchProcesses } from './processes';

const { environment } = realEnvironment('dev');
const wanted = 10_000;
const state = stateFolder();
const story = storyIn('reports/rotations.log');
const ended: Ended[] = [];
let aws: LocalAws;
let env: NodeJS.ProcessEnv;
let callers: Callers;
let suspended: Caller[];
let processes: ReturnType<typeof watchProcesses>;

const place = (region: string): Place => ({
  endpoint: aws.endpoint,
  accountId: environment.accounts.identity?.id as string,
  region,
});
const rotation = (...args: string[]) => [
  'rotate',
  'client-secret',
  '--env',
  'dev',
  '--soak',
  '1',
  '--yes',
  '--json',
  ...args,
];

/** Runs a command to its end, whatever its exit code, and keeps its output. */
async function run(args: readonly string[]): Promise<Ended> {
  const end = await fleet(args, env);
  ended.push(end);
  return end;
}

interface Outcome {
  region: string;
  client: string;
  outcome: string;
  until?: string;
  reason?: string;
}
const outcomesIn = ({ stdout }: Ended): Outcome[] => JSON.parse(stdout).clients;

/** Ledgers of rotations on this machine, oldest first. */
const ledgers = () => {
  const folder = join(state, 'ledger');
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith('dev-rotate-') && name.endsWith('.jsonl'))
        .sort()
    : [];
};
const linesOf = (name: string) => readFileSync(join(state, 'ledger', name), 'utf8').split('\n');

/** Kills a running rotation once its ledger has so many lines of that kind. Returns whether it was still running. */
async function killedAt(
  { child, ended: end }: Running,
  ledger: () => string | undefined,
  mark: RegExp,
): Promise<boolean> {
  let over = false;
  void end.then(() => {
    over = true;
  });
  const name = () => ledger();
  const marks = () => {
    const file = name();
    return file ? linesOf(file).filter((line) => mark.test(line)).length : 0;
  };
  const before = marks();
  while (!over && marks() <= before) await new Promise((resolve) => setTimeout(resolve, 5));
  if (over) return false;
  process.kill(-(child.pid as number), 'SIGKILL');
  await end;
  return true;
}

const runOf = (ledger: string) => ledger.replace(/\.jsonl$/, '');
const newest = () => ledgers().at(-1);

beforeAll(async () => {
  aws = await startLocalAws();
  env = onLocalAws(aws.endpoint, state);
  await standInForOrganisation(aws.endpoint, [environment]);
  ok(
    await run([
      'rollout',
      '--env',
      'dev',
      '--account',
      'identity',
      '--stack',
      'foundation,data,machine',
      '--yes',
      '--json',
    ]),
  );
  const of = (service: string) =>
    Promise.all(environment.regions.map((region) => callerOf(place(region), service)));
  suspended = await of('legacy-export');
  callers = new Callers([...(await of('billing')), ...(await of('reporting'))]);
  processes = watchProcesses();
});

afterAll(async () => {
  processes?.stop();
  await callers?.stop();
  for (const one of suspended ?? []) one.close();
  await aws?.stop();
  removeFolder(state);
});

/** Deletes old secrets once they have soaked. */
async function finish(outcomes: readonly Outcome[], ...args: string[]): Promise<Ended> {
  const last = Math.max(...outcomes.map(({ until }) => Date.parse(until ?? '') || 0));
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, last - Date.now()) + 1000));
  return run(rotation(...args));
}

/** Client secrets as `fleet rotate --due` shows them, and its exit code. */
async function whatIsDue(): Promise<{ code: number | null; states: string[]; proofs: string[] }> {
  const end = await run([
    'rotate',
    '--due',
    '--only',
    'clients',
    '--env',
    'dev',
    '--account',
    'identity',
    '--json',
  ]);
  const { items } = JSON.parse(end.stdout) as { items: { state: string; last?: { proof: string } }[] };
  return {
    code: end.code,
    states: items.map(({ state: one }) => one),
    proofs: items.map(({ last }) => last?.proof ?? ''),
  };
}

test('before the first rotation, all secrets are due', async () => {
  expect(await whatIsDue()).toMatchObject({ code: 3, states: Array(6).fill('due') });
});

test('a rotation that is killed at every step can be resumed, until the new secrets are in use', async () => {
  let next = startFleet(rotation(), env);
  let killed = 0;
  for (const step of ['adopt', 'stage', 'add', 'promote'])
    for (const type of ['begin', 'end']) {
      const mark = new RegExp(`"type":"${type}","step":"[^"]* ${step}"`);
      const earlier = killed === 0 ? ledgers().length : 0;
      const dead = await killedAt(
        next,
        () => (killed > 0 || ledgers().length > earlier ? newest() : undefined),
        mark,
      );
      story.tell(`${dead ? 'killed' : 'not killed'} at the ${type} of ${step}`);
      if (dead) killed += 1;
      next = startFleet(rotation('--resume', runOf(newest() as string)), env);
    }
  const end = await next.ended;
  ended.push(end);
  ok(end);
  expect(killed).toBeGreaterThanOrEqual(6);
  expect(outcomesIn(end).map(({ outcome }) => outcome)).toEqual(Array(6).fill('soaking'));
  expect(callers.refused).toEqual([]);

  // Killed again before and after the last step.
  const soaked = Math.max(...outcomesIn(end).map(({ until }) => Date.parse(until ?? '')));
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, soaked - Date.now()) + 1000));
  const count = ledgers().length;
  let retiring = startFleet(rotation(), env);
  for (const type of ['begin', 'end']) {
    const mark = new RegExp(`"type":"${type}","step":"[^"]* retire"`);
    const dead = await killedAt(retiring, () => (ledgers().length > count ? newest() : undefined), mark);
    story.tell(`${dead ? 'killed' : 'not killed'} at the ${type} of retire`);
    retiring = startFleet(rotation('--resume', runOf(newest() as string)), env);
  }
  const last = await retiring.ended;
  ended.push(last);
  ok(last);
  expect(outcomesIn(last).map(({ outcome }) => outcome)).toEqual(Array(6).fill('rotated'));
});

test('the secrets that Cognito generated are refused, and Terraform plans no changes', async () => {
  for (const caller of callers.callers) {
    expect(await caller.ask(caller.first)).toBe('invalid_client');
    expect(await caller.fetch()).not.toBe(caller.first);
  }
  for (const caller of suspended) {
    expect(await caller.ask(caller.first)).toBe('invalid_client');
    // The pool accepted the secret; the hook refuses the service.
    expect(await caller.ask(await caller.fetch())).toBe('invalid_request');
  }
  const plan = ok(
    await run(['plan', '--env', 'dev', '--account', 'identity', '--stack', 'machine', '--json']),
  );
  const { stacks } = JSON.parse(plan.stdout) as { stacks: { id: string; changed: boolean }[] };
  expect(stacks.map(({ changed }) => changed)).toEqual([false, false]);
});

test('nothing is due any more, and the proof of each rotation is recorded', async () => {
  const { code, states, proofs } = await whatIsDue();
  expect([code, states]).toEqual([0, Array(6).fill('fine')]);
  for (const proof of proofs) expect(proof).toMatch(/token|refused|let in|lets it in/);
  const none = ok(await run(rotation('--due')));
  expect(JSON.parse(none.stdout)).toMatchObject({ run: null, clients: [] });
});

test('of two concurrent rotations, one rotates a client, and the other leaves it alone', async () => {
  const service = ['--service', 'billing,reporting'];
  const both = () => Promise.all([run(rotation(...service)), run(rotation(...service))]);
  const begun = await both();
  const outcomes = begun.flatMap(outcomesIn);
  for (const { outcome, reason } of outcomes.filter(({ outcome: one }) => one !== 'soaking'))
    expect([outcome, reason]).toEqual(['held', expect.stringContaining('is being rotated by someone else')]);
  const soaking = outcomes.filter(({ outcome }) => outcome === 'soaking');
  expect(soaking.length).toBeGreaterThan(0);
  story.tell(`two at once: ${outcomes.map(({ outcome }) => outcome).join(', ')}`);
  // The remaining work of both.
  const rest = outcomesIn(await run(rotation(...service)));
  expect(rest.map(({ outcome }) => outcome)).toEqual(Array(4).fill('soaking'));
  const done = ok(await finish(rest, ...service));
  expect(outcomesIn(done).map(({ outcome }) => outcome)).toEqual(Array(4).fill('rotated'));
});

test('of ten thousand token requests, none was refused', async () => {
  await callers.untilAsked(wanted);
  story.tell(`${callers.asked} requests, ${callers.refused.length} refused, ${callers.secrets.size} secrets`);
  expect(callers.refused).toEqual([]);
  // The first secrets of four clients, and two rotations.
  expect(callers.secrets.size).toBe(3 * 4);
});

test('no secret is in any output, file, ledger, state, or process list', async () => {
  const firsts = new Set([...callers.callers, ...suspended].map(({ first }) => first));
  const ours = [...callers.secrets, ...(await Promise.all(suspended.map((caller) => caller.fetch())))].filter(
    (secret) => !firsts.has(secret),
  );
  const objects = await objectsIn(
    access(place(environment.regions[0] as string)),
    stateBucket(environment, 'identity'),
  );
  const found = [
    ...ended.flatMap(({ stdout, stderr }) => [stdout, stderr]).map((text) => ({ where: 'output', text })),
    ...filesBelow(state),
    ...objects,
    ...processes.seen().map((text) => ({ where: 'process list', text })),
  ];
  expect(found.length).toBeGreaterThan(100);
  expect(ours.length).toBe(2 * 4 + 2);
  for (const secret of ours)
    expect(found.filter(({ text }) => text.includes(secret)).map(({ where }) => where)).toEqual([]);
  // The first secrets are in the Terraform state, but no longer valid.
  for (const first of firsts)
    for (const { where } of found.filter(({ text }) => text.includes(first)))
      expect(where).toMatch(/\/machine\/terraform\.tfstate$/);
});
