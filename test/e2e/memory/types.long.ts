/**
 * A rollout is killed, including Terraform, while each resource type of a fleet is being created. Part of `make kills`.
 * KILL_TYPES=aws_iam_role,aws_kms_key sets the types; the default is all.
 */
import { accountId, stateBucket, stateKey } from '../../../environments/names';
import type { LoadedEnvironment } from '../../../environments/schema';
import { stacksOf } from '../../../scripts/selection/stacks';
import { synthesize } from '../../invariants/fleet';
import { everyOptionAtHome } from '../../stacks/every-option';
import { addressesIn, objectKeys, type Place } from '../fleet/cloud';
import { ok, until } from '../fleet/fleet';
import { type Applied, startEveryOption } from '../flows/applied';
import { countsIn, countsOf, inventory } from './inventory';
import { killTree } from './kills';
import { storyIn } from './story';
import { makingIn, newestRun, typesOf } from './under-way';

const story = storyIn(process.env.TYPE_LOG ?? 'reports/types.log');
/** A type that was already created at this many kills is too quick to be caught. */
const mostMisses = 4;
const mostFleets = 8;

/** Types that no kill has interrupted yet, and how often a kill came too late. */
const misses = new Map<string, number>();
/** Types that were being created at a kill, and those that had just been created. */
const caught = new Set<string>();
const justAfter = new Set<string>();

const typesIn = (loaded: LoadedEnvironment): string[] => [
  ...new Set([...synthesize(loaded).values()].flatMap(({ json }) => Object.keys(json.resource ?? {}))),
];
const all = process.env.KILL_TYPES?.split(',') ?? typesIn(everyOptionAtHome);
const isWanted = (type: string) =>
  all.includes(type) && !caught.has(type) && (misses.get(type) ?? 0) < mostMisses;
const command = ['rollout', '--env', 'every', '--yes', '--json'];

/** Runs the command until it completes, and kills it whenever a wanted type is being created. */
async function killUntilDone(applied: Applied, ...args: string[]): Promise<void> {
  for (;;) {
    const before = newestRun(applied.state);
    const running = applied.start(...command, ...args);
    const makingNow = () => {
      const logs = newestRun(applied.state);
      return makingIn(logs === before ? undefined : logs);
    };
    const wanted = () => {
      const { underWay, made } = makingNow();
      return [...new Set([...typesOf(underWay), ...typesOf(made)])].filter(isWanted);
    };
    if (!(await until(() => wanted().length > 0, running, 5))) {
      ok(await running.ended);
      return;
    }
    const aimedAt = wanted();
    killTree(running, applied.state);
    await running.ended;
    const { underWay, made } = makingNow();
    for (const type of typesOf(underWay)) caught.add(type);
    for (const type of typesOf(made)) justAfter.add(type);
    for (const type of aimedAt) if (!caught.has(type)) misses.set(type, (misses.get(type) ?? 0) + 1);
    story.count('kills');
    story.tell(
      `aimed at ${aimedAt.join(', ')}; in progress: ${typesOf(underWay).join(', ') || 'none'}; created in this run: ${typesOf(made).join(', ') || 'none'}`,
    );
  }
}

/** Everything that must be true of a completed fleet. */
async function checkEnd(applied: Applied): Promise<void> {
  const { environment } = applied.loaded;
  const plan = JSON.parse((await applied.run('plan', '--env', 'every', '--json')).stdout);
  expect(plan.stacks.filter(({ changed }: { changed: boolean }) => changed !== false)).toEqual([]);
  await applied.run('ledger', 'verify', '--env', 'every');
  for (const account of Object.keys(environment.accounts)) {
    const place: Place = {
      endpoint: applied.endpoint,
      accountId: accountId(environment, account),
      region: applied.region,
    };
    const bucket = stateBucket(environment, account);
    const keys = await objectKeys(place, bucket);
    expect(keys.filter((key) => key.endsWith('.tflock'))).toEqual([]);
    const stacks = stacksOf(applied.loaded).filter((stack) => stack.account === account);
    const addresses = await Promise.all(
      stacks.map(({ region, stack }) => addressesIn(place, bucket, stateKey(region, stack))),
    );
    const found = await inventory(place);
    expect(new Set(found).size).toBe(found.length);
    expect(countsIn(found)).toEqual(countsOf(addresses.flat()));
  }
}

test('after kills during the creation of every resource type, the same command deploys everything without duplicates', async () => {
  story.tell(`${all.length} types`);
  try {
    for (let fleet = 1; fleet <= mostFleets && all.some(isWanted); fleet++) {
      const applied = await startEveryOption();
      try {
        await killUntilDone(applied, '--stack', 'foundation,email');
        await applied.publishDns();
        await killUntilDone(applied);
        await checkEnd(applied);
        story.count('fleets');
        story.tell(
          `fleet ${fleet}: complete, no duplicates; left: ${all.filter(isWanted).join(', ') || 'none'}`,
        );
      } finally {
        await applied.stop();
      }
    }
  } finally {
    const only = all.filter((type) => !caught.has(type) && justAfter.has(type));
    const never = all.filter((type) => !caught.has(type) && !justAfter.has(type));
    story.sum();
    story.tell(`killed during creation, ${caught.size}: ${[...caught].sort().join(', ')}`);
    story.tell(`killed only after creation, ${only.length}: ${only.join(', ') || 'none'}`);
    story.tell(`never killed, ${never.length}: ${never.join(', ') || 'none'}`);
  }
  expect(all.filter((type) => !caught.has(type) && !justAfter.has(type))).toEqual([]);
}, 21_600_000);
