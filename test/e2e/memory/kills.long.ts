/**
 * Whatever is killed in the middle of a rollout, the same command brings it to the end of an undisturbed one. This is
 * `make kills`, which takes its time; a few kills are in `test/e2e/fleet/removal.test.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { addressesIn, objectKeys, type Place } from '../fleet/cloud';
import { type Ended, ok, onLocalAws, removeFolder, stateFolder } from '../fleet/fleet';
import { Project, smallFleet } from '../fleet/small-fleet';
import { inventory } from './inventory';
import {
  describeKill,
  type Kill,
  pushUnsaved,
  random,
  runAndKill,
  runWhole,
  type Victim,
  type Wire,
  wireTo,
} from './kills';

const kills = Number(process.env.KILLS ?? 100);
const seed = Number(process.env.KILL_SEED ?? 20_261_129);
const whole = smallFleet();
const bucket = 'northpay-staging-tfstate-202020202020';
const stacks = ['foundation', 'data', 'cell-01', 'cell-02', 'machine'];

/** A fleet on a local AWS of its own. */
interface Fleet {
  aws: LocalAws;
  wire: Wire;
  project: Project;
  place: Place;
  victim: Victim;
}
const fleets: Fleet[] = [];

async function newFleet(): Promise<Fleet> {
  const aws = await startLocalAws();
  const wire = await wireTo(aws.endpoint);
  const state = stateFolder();
  const env = onLocalAws(wire.endpoint, state);
  const project = new Project(env);
  project.write(whole);
  await standInForOrganisation(aws.endpoint, [whole.environment]);
  const args = ['rollout', '--env', 'staging', '--yes', '--parallel', '3', '--json'];
  const fleet = {
    aws,
    wire,
    project,
    place: { endpoint: aws.endpoint, accountId: '202020202020', region: 'eu-central-1' },
    victim: { root: project.root, state, env, args, wire },
  };
  fleets.push(fleet);
  return fleet;
}

/** What an undisturbed rollout leaves behind. */
async function endState({ place, project }: Fleet) {
  const keys = await objectKeys(place, bucket);
  const plan = JSON.parse(ok(await project.fleet('plan', '--env', 'staging', '--json')).stdout);
  return {
    inventory: await inventory(place),
    addresses: await Promise.all(
      stacks.map((stack) => addressesIn(place, bucket, `eu-central-1/${stack}/terraform.tfstate`)),
    ),
    locks: keys.filter((key) => key.endsWith('.tflock')),
    changed: plan.stacks.filter(({ changed }: { changed: boolean }) => changed),
    ledgers: (await project.fleet('ledger', 'verify', '--env', 'staging')).code,
  };
}

/** A kill at a moment of the seed's choice. Connections last longest to break off. */
function nextKill(next: () => number, n: number): Kill {
  const kinds = [
    'tree',
    'ledger',
    'terraform',
    'fleet',
    'tree',
    'connection',
    'ledger',
    'terraform',
  ] as const;
  const what = kinds[n % kinds.length] as (typeof kinds)[number];
  if (what === 'ledger') return { what, line: 1 + Math.floor(next() * 30), safe: next() < 0.5 };
  return { what, afterMs: 2000 + Math.floor(next() * 18_000) };
}

afterAll(async () => {
  for (const { aws, wire, project, victim } of fleets) {
    await wire.close();
    await aws.stop();
    for (const folder of [project.root, victim.state]) removeFolder(folder);
  }
});

test('killed again and again, a rollout ends as an undisturbed one does', async () => {
  const undisturbed = await newFleet();
  ok(await runWhole(undisturbed.victim));
  const expected = await endState(undisturbed);
  expect(expected).toMatchObject({ locks: [], changed: [], ledgers: 0 });
  expect(new Set(expected.inventory).size).toBe(expected.inventory.length);

  const next = random(seed);
  const story: string[] = [`seed ${seed}`];
  for (let n = 0; n < kills; ) {
    const fleet = await newFleet();
    let last: Ended | undefined;
    for (; n < kills; n++) {
      const kill = nextKill(next, n);
      const { ended, over } = await runAndKill(fleet.victim, kill);
      story.push(`${describeKill(kill)}${over ? ', but it was over' : ''}`);
      await pushUnsaved(ended, fleet.project.fleet.bind(fleet.project));
      last = ended;
      if (over && ended.code === 0) break;
    }
    let end = await runWhole(fleet.victim);
    if ((await pushUnsaved(end, fleet.project.fleet.bind(fleet.project))).length > 0)
      end = await runWhole(fleet.victim);
    const said = `${story.join('\n')}\n${last?.stdout}\n${end.stdout}\n${end.stderr}`;
    if (process.env.KILL_LOG) {
      mkdirSync(dirname(process.env.KILL_LOG), { recursive: true });
      writeFileSync(process.env.KILL_LOG, said);
    }
    if (end.code !== 0) throw new Error(said);
    expect({ story, end: await endState(fleet) }).toEqual({ story, end: expected });
    await fleet.wire.close();
  }
}, 7_200_000);
