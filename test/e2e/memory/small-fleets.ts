import { type LocalAws, startLocalAws } from '../../../local/aws';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { addressesIn, objectKeys, type Place } from '../fleet/cloud';
import { type Ended, ok, onLocalAws, removeFolder, stateFolder } from '../fleet/fleet';
import { Project, smallFleet } from '../fleet/small-fleet';
import { inventory } from './inventory';
import type { Victim } from './kills';
import { type Wire, wireTo } from './wire';

const whole = smallFleet();
const bucket = 'northpay-staging-tfstate-202020202020';
const stacks = ['foundation', 'data', 'cell-01', 'cell-02', 'machine'];

/** A small fleet on its own local AWS. */
export interface Fleet {
  /** From 0, in order of creation. */
  number: number;
  aws: LocalAws;
  wire: Wire;
  place: Place;
  /** A test may change its files between commands. */
  project: Project;
  /** The rollout that is killed. */
  victim: Victim;
  /** Runs another command of the same project. */
  run(...args: string[]): Promise<Ended>;
}

const standing = new Set<Fleet>();
let made = 0;

export async function newFleet(): Promise<Fleet> {
  const number = made++;
  const aws = await startLocalAws();
  const wire = await wireTo(aws.endpoint);
  const state = stateFolder();
  const env = onLocalAws(wire.endpoint, state);
  const project = new Project(env);
  project.write(whole);
  await standInForOrganisation(aws.endpoint, [whole.environment]);
  const args = ['rollout', '--env', 'staging', '--yes', '--parallel', '3', '--json'];
  const fleet = {
    number,
    aws,
    wire,
    place: { endpoint: aws.endpoint, accountId: '202020202020', region: 'eu-central-1' },
    project,
    victim: { root: project.root, state, env, args, wire },
    run: (...given: string[]) => project.fleet(...given),
  };
  standing.add(fleet);
  return fleet;
}

/** Stops its local AWS and removes its files. */
export async function stopFleet(fleet: Fleet): Promise<void> {
  standing.delete(fleet);
  await fleet.wire.close();
  await fleet.aws.stop();
  for (const folder of [fleet.victim.root, fleet.victim.state]) removeFolder(folder);
}

/** Stops all remaining fleets. */
export async function stopFleets(): Promise<void> {
  for (const fleet of standing) await stopFleet(fleet);
}

/** The result of a rollout. */
export async function endState({ place, run }: Fleet) {
  const keys = await objectKeys(place, bucket);
  const plan = JSON.parse(ok(await run('plan', '--env', 'staging', '--json')).stdout);
  return {
    inventory: await inventory(place),
    addresses: await Promise.all(
      stacks.map((stack) => addressesIn(place, bucket, `eu-central-1/${stack}/terraform.tfstate`)),
    ),
    locks: keys.filter((key) => key.endsWith('.tflock')),
    changed: plan.stacks.filter(({ changed }: { changed: boolean }) => changed),
    ledgers: (await run('ledger', 'verify', '--env', 'staging')).code,
  };
}
