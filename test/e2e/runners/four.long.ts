/**
 * Four runners share one rollout of forty stacks, each with its own state folder, as on separate machines; one of them is
 * killed. Part of `make runners`; logs to reports/runners.log.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { LoadedEnvironment, Tenant } from '../../../environments/schema';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { type Entry, parseLedger } from '../../../scripts/ledger/line';
import { attemptsIn } from '../../../scripts/ledger/steps';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { fleetOn } from '../../stacks/every-option-root';
import { addressesIn, objectKeys, type Place } from '../fleet/cloud';
import {
  type Ended,
  ok,
  onLocalAws,
  type Running,
  removeFolder,
  start,
  stateFolder,
  until,
} from '../fleet/fleet';
import { Project, smallFleet } from '../fleet/small-fleet';
import { countsIn, countsOf, inventory } from '../memory/inventory';
import { storyIn } from '../memory/story';

const region = 'eu-central-1';
const accountId = '202020202020';
const bucket = `northpay-staging-tfstate-${accountId}`;
const numbers = Array.from({ length: 40 }, (_, index) => String(index + 1).padStart(2, '0'));
const story = storyIn(process.env.RUNNERS_LOG ?? 'reports/runners.log');

/** Forty cells with a tenant each: ten of them canaries, the others early. */
function fortyCells(accessMinutes: number): LoadedEnvironment {
  const { environment, tenants, overlays } = smallFleet();
  const { machine: _, ...rest } = environment;
  const [like] = tenants as [Tenant];
  const tenant = (number: string): Tenant => ({
    ...like,
    id: `t${number}`,
    cells: { [region]: `cell-${number}` },
    callbackUrls: [`https://t${number}.staging.northpay.example/signed-in`],
    logoutUrls: [`https://t${number}.staging.northpay.example/`],
  });
  return {
    environment: {
      ...rest,
      accounts: { all: { id: accountId, flows: [] } },
      tenants: { ...rest.tenants, tokens: { ...rest.tenants.tokens, accessMinutes } },
      cells: Object.fromEntries(
        numbers.map((number) => [
          `cell-${number}`,
          { account: 'all', regions: [region], ring: Number(number) > 10 ? 'early' : 'canary', capacity: 5 },
        ]),
      ),
      rollout: { ...rest.rollout, failureBudget: { wave: '50%', overall: '50%', mode: 'strict' } },
    } as LoadedEnvironment['environment'],
    tenants: numbers.map(tenant),
    services: [],
    overlays,
  };
}

/** A fleet with only its foundation and tables deployed. */
async function newFleet() {
  const aws: LocalAws = await startLocalAws();
  const state = stateFolder();
  folders.push(state);
  const project = new Project(onLocalAws(aws.endpoint, state));
  const loaded = fortyCells(15);
  project.write(loaded);
  await standInForOrganisation(aws.endpoint, [loaded.environment]);
  ok(await project.fleet('rollout', '--env', 'staging', '--stack', 'foundation', '--yes'));
  ok(await project.fleet('rollout', '--env', 'staging', '--stack', 'data', '--yes'));
  const place: Place = { endpoint: aws.endpoint, accountId, region };
  return { aws, project, place };
}

type Fleet = Awaited<ReturnType<typeof newFleet>>;
const fleets: Fleet[] = [];
const folders: string[] = [];

/** Stops its local AWS and removes its files. */
async function stop(fleet: Fleet): Promise<void> {
  fleets.splice(fleets.indexOf(fleet), 1);
  await fleet.aws.stop();
  removeFolder(fleet.project.root);
}

afterAll(async () => {
  for (const fleet of [...fleets]) await stop(fleet);
  for (const folder of folders) removeFolder(folder);
});

async function made(): Promise<Fleet> {
  const fleet = await newFleet();
  fleets.push(fleet);
  return fleet;
}

/** Starts a rollout with its own state folder, one stack at a time. */
function startRunner({ project, aws }: Fleet, ...flags: string[]): Running & { state: string } {
  const state = stateFolder();
  folders.push(state);
  const args = ['rollout', '--env', 'staging', '--stack', 'cell-*', '--yes', '--json', '--parallel', '1'];
  const running = start(
    process.execPath,
    ['-e', fleetOn(project.root), '--', ...args, ...flags],
    onLocalAws(aws.endpoint, state),
  );
  return { ...running, state };
}

const entriesIn = (state: string): Entry[] =>
  (existsSync(join(state, 'ledger')) ? readdirSync(join(state, 'ledger')) : [])
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => parseLedger(readFileSync(join(state, 'ledger', name), 'utf8')).entries);

/** Whether a runner is applying something. */
const underWay = (state: string): boolean =>
  attemptsIn(entriesIn(state)).some(({ notes, end }) => notes.length > 0 && !end);

/** Cells that a runner has applied, according to its ledger. */
const appliedBy = (state: string): string[] =>
  attemptsIn(entriesIn(state))
    .filter(({ end }) => (end?.data.result as { outcome?: string } | undefined)?.outcome === 'applied')
    .map(({ id }) => id);

const cellIds = numbers.map((number) => `staging-all-${region}-cell-${number}`);

const outcomesOf = ({ stdout }: Ended): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of JSON.parse(stdout).stacks) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

async function timed<T>(what: string, work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const began = performance.now();
  const result = await work();
  const seconds = (performance.now() - began) / 1000;
  story.tell(`${what}: ${seconds.toFixed(0)} s`);
  return { result, seconds };
}

/** Expects no locks, no duplicates, nothing outside a state, and intact ledgers. */
async function expectWhole({ project, place }: Fleet): Promise<void> {
  const keys = await objectKeys(place, bucket);
  expect(keys.filter((key) => key.endsWith('.tflock'))).toEqual([]);
  const stands = await inventory(place);
  expect(new Set(stands).size).toBe(stands.length);
  const addresses = await Promise.all(
    numbers.map((number) => addressesIn(place, bucket, `${region}/cell-${number}/terraform.tfstate`)),
  );
  expect(countsIn(stands)).toEqual(countsOf(addresses.flat()));
  ok(await project.fleet('ledger', 'verify', '--env', 'staging'));
}

test('four runners apply each stack once; if one is killed, the others finish its work', async () => {
  story.tell(`${cpus().length} cores`);
  const alone = await made();
  const one = await timed('one runner, forty stacks from scratch', () => startRunner(alone).ended);
  expect(outcomesOf(ok(one.result))).toEqual({ applied: 40 });
  await stop(alone);

  const fleet = await made();
  const runners = [1, 2, 3, 4].map(() => startRunner(fleet, '--board', 'first'));
  const four = await timed('four runners, forty stacks from scratch', () =>
    Promise.all(runners.map(({ ended }) => ended)),
  );
  for (const end of four.result) {
    const { applied = 0, elsewhere = 0, ...others } = outcomesOf(ok(end));
    expect({ sum: applied + elsewhere, others }).toEqual({ sum: 40, others: {} });
  }
  story.tell(`each applied ${runners.map(({ state }) => appliedBy(state).length).join(', ')}`);
  expect(runners.flatMap(({ state }) => appliedBy(state)).sort()).toEqual(cellIds);
  story.tell(`one against four: ${(one.seconds / four.seconds).toFixed(2)} times as long`);
  expect(four.seconds).toBeLessThan(one.seconds);
  await expectWhole(fleet);

  // A change to every tenant. One runner is killed in the middle of its second stack.
  fleet.project.write(fortyCells(20));
  const others = [1, 2, 3, 4].map(() => startRunner(fleet, '--board', 'second'));
  const [victim, ...rest] = others as [(typeof others)[0], ...typeof others];
  const killed = await timed('four runners, a change to all forty, one runner killed', async () => {
    const busy = () => appliedBy(victim.state).length > 0 && underWay(victim.state);
    expect(await until(busy, victim)).toBe(true);
    process.kill(victim.child.pid as number, 'SIGKILL');
    story.tell(`killed after ${appliedBy(victim.state).length} stacks`);
    return Promise.all(rest.map(({ ended }) => ended));
  });
  for (const end of killed.result) {
    const { applied = 0, elsewhere = 0, ...left } = outcomesOf(ok(end));
    expect({ sum: applied + elsewhere, left }).toEqual({ sum: 40, left: {} });
  }
  expect(killed.result.map(({ stderr }) => /its work is taken over/.test(stderr))).toContain(true);
  expect(others.flatMap(({ state }) => appliedBy(state)).sort()).toEqual(cellIds);
  story.tell(`each applied ${others.map(({ state }) => appliedBy(state).length).join(', ')}`);
  await expectWhole(fleet);
}, 7_200_000);
