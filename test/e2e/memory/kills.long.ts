/**
 * Whatever is killed during a rollout, running the same command again has the same result as an undisturbed rollout. This
 * is `make kills`, which takes long; one kill is in `test/e2e/fleet/small-fleet.test.ts`, one of each kind in
 * `killed.long.ts` beside it.
 */
import { cpSync } from 'node:fs';
import { messageOf } from '../../../scripts/cli/errors';
import { type Ended, ok } from '../fleet/fleet';
import { describeKill, type Kill, pushUnsaved, runAndDie, runAndKill, runWhole } from './kills';
import { writesIn } from './ledger-writes';
import { random, schedule } from './schedule';
import { endState, type Fleet, newFleet, stopFleet, stopFleets } from './small-fleets';
import { goodEnd, storyIn, toldIn } from './story';

const seed = Number(process.env.KILL_SEED ?? 20_261_129);
/** Concurrent fleets. With one, a seed's kills always come in the same order. */
const lanes = Number(process.env.KILL_LANES ?? 1);
const story = storyIn(process.env.KILL_LOG ?? 'reports/kills.log');
/** Only these kinds of kills, such as `terraform,tree`; all if empty. */
const kinds = (process.env.KILL_WHAT ?? '').split(',').filter(Boolean);
/** Logs of interrupted tests with the same seed: kills that succeeded there are not repeated. */
const earlier = (process.env.KILL_DONE ?? '').split(',').filter(Boolean);

/** Number of remaining kills at ledger writes that one run tries: it dies at whichever write comes first. */
const hand = 40;
/** A kill is given up after this many new fleets that completed before it. */
const mostTries = 3;

afterAll(stopFleets);

/** The kills that one run tried, and the one that happened. */
interface Attempt {
  tried: Kill[];
  killed: Kill | undefined;
  ended: Ended;
}

const kindOf = (kill: Kill): string =>
  kill.what === 'ledger'
    ? `${kill.safe ? 'after' : 'before'} a line${kill.terraform ? ', then terraform' : ''}`
    : kill.what;

async function killOnce({ victim }: Fleet, left: readonly Kill[], run: number): Promise<Attempt> {
  const timed = run % 3 === 0 && left.find(({ what }) => what !== 'ledger');
  const first = timed || (left[0] as Kill);
  if (first.what === 'ledger') {
    const tried = left.slice(0, hand).filter((kill) => kill.what === 'ledger');
    const { ended, at } = await runAndDie(victim, tried);
    return { tried, killed: at, ended };
  }
  const { ended, over } = await runAndKill(victim, first);
  return { tried: [first], killed: over ? undefined : first, ended };
}

/** Kills one fleet's rollouts until one completes; removes completed kills from the list. */
async function killFleet(fleet: Fleet, left: Kill[], tries: Map<Kill, number>): Promise<void> {
  for (let run = 1; left.length > 0; run++) {
    const { tried, killed, ended } = await killOnce(fleet, left, run);
    const pushed = await pushUnsaved(ended, fleet.run);
    story.tell(
      `fleet ${fleet.number}, run ${run}: ${killed ? describeKill(killed) : `too late for ${describeKill(tried[0] as Kill)}`}` +
        (pushed.length > 0 ? `; pushed the state of ${pushed.join(', ')}` : ''),
    );
    if (killed) {
      story.count(kindOf(killed));
      left.splice(left.indexOf(killed), 1);
      continue;
    }
    // It was not killed, so it must succeed.
    if (pushed.length === 0) ok(ended);
    for (const kill of run === 1 ? tried : []) {
      const times = (tries.get(kill) ?? 0) + 1;
      tries.set(kill, times);
      if (times < mostTries) continue;
      story.tell(`given up: ${describeKill(kill)}`);
      story.count('given up');
      left.splice(left.indexOf(kill), 1);
    }
    return;
  }
}

/** Runs the command until it completes, and pushes states when it asks for that. */
async function finish(fleet: Fleet): Promise<void> {
  const end = await runWhole(fleet.victim);
  const pushed = await pushUnsaved(end, fleet.run);
  ok(pushed.length > 0 ? await runWhole(fleet.victim) : end);
}

test('a rollout that is killed repeatedly ends like an undisturbed one', async () => {
  const undisturbed = await newFleet();
  ok(await runWhole(undisturbed.victim));
  const expected = await endState(undisturbed);
  expect(expected).toMatchObject({ locks: [], changed: [], ledgers: 0 });
  expect(new Set(expected.inventory).size).toBe(expected.inventory.length);
  const writes = writesIn(undisturbed.victim.state);
  expect(new Set(writes).size).toBe(writes.length);
  await stopFleet(undisturbed);

  const planned = schedule(writes.sort(), random(seed));
  const known = new Set<string>(planned.map(({ what }) => what));
  expect(kinds.filter((kind) => !known.has(kind))).toEqual([]);
  const all = planned
    .filter(({ what }) => kinds.length === 0 || kinds.includes(what))
    .slice(0, Number(process.env.KILLS || 10_000));
  const logs = earlier.map(toldIn);
  const kills: Kill[] = [];
  for (const kill of all) {
    if (logs.some((told) => told(describeKill(kill)))) story.count(kindOf(kill));
    else kills.push(kill);
  }
  story.tell(`seed ${seed}: ${writes.length} lines in a ledger, ${all.length} kills, ${kills.length} to do`);
  const failures: unknown[] = [];
  const lane = async (left: Kill[]) => {
    const tries = new Map<Kill, number>();
    while (left.length > 0) {
      const fleet = await newFleet();
      try {
        await killFleet(fleet, left, tries);
        await finish(fleet);
        expect(await endState(fleet)).toEqual(expected);
        story.tell(`fleet ${fleet.number}: ${goodEnd}`);
        story.count('fleets');
      } catch (error) {
        // The others continue; its files are kept for analysis.
        const kept = `${story.file}.fleet-${fleet.number}`;
        cpSync(fleet.victim.state, kept, { recursive: true });
        story.tell(`fleet ${fleet.number}: FAILED, its folder is in ${kept}\n${messageOf(error)}`);
        story.count('fleets that failed');
        failures.push(error);
      }
      await stopFleet(fleet);
    }
  };
  const work = Array.from({ length: lanes }, (_, n) => kills.filter((__, index) => index % lanes === n));
  await Promise.all(work.map(lane));
  story.sum();
  expect(failures).toEqual([]);
}, 21_600_000);
