import { ConnectionLost } from '../../../../local/faults/trouble';
import { resumeLedger } from '../../../../scripts/ledger/resume';
import { rotateClient } from '../../../../scripts/rotate/client-secret/rotate-client';
import type { RotationRun } from '../../../../scripts/rotate/run';
import { type Life, live, mortal } from '../mortal';
import { newWorld, type World } from './world';

/** Callers make a request after everything that a rotation does; refused ones are counted. */
function watch(world: World, life: () => Life | undefined) {
  const refused: string[] = [];
  let added = 0;
  world.on.request = async ({ operation, key }, answer) => {
    if (key !== 'ROTATION') return answer();
    const mine = life();
    const dies = () => {
      try {
        if (mine && world.isWrite(operation)) live(mine);
        if (mine?.dead) throw new Error('killed');
      } catch {
        throw new ConnectionLost();
      }
    };
    dies();
    const given = await answer();
    if (operation === 'AddUserPoolClientSecret' && given.status === 200) added += 1;
    if (world.isWrite(operation) && (await world.read('AWSCURRENT')) && !(await world.call()))
      refused.push(operation);
    dies();
    return given;
  };
  return { refused, added: () => added };
}

const always = { begin: 'always', soakMinutes: 0 } as const;

/** Rotates repeatedly, each time killed `step` moments later and then continued, until one run finishes. */
async function killedAtEveryMoment(
  world: World,
  goOn: (killed: RotationRun) => Promise<RotationRun>,
  step = 1,
): Promise<{ moments: number; added: number[] }> {
  let life: Life | undefined;
  const { refused, added } = watch(world, () => life);
  const each: number[] = [];
  for (let moment = 0; ; moment += step) {
    const before = added();
    const old = await world.read('AWSCURRENT');
    life = { left: moment, dead: false };
    const run = mortal(world, life);
    const end = await rotateClient(run, world.holder, always).catch((error: Error) => error);
    const { dead } = life;
    life = undefined;
    if (!dead) {
      expect(end).toEqual({ outcome: 'rotated' });
      expect(refused).toEqual([]);
      return { moments: moment, added: each };
    }
    expect(await rotateClient(await goOn(run), world.holder, always)).toEqual({ outcome: 'rotated' });
    each.push(added() - before);
    expect(await world.slots()).toHaveLength(1);
    expect(await world.call()).toBeDefined();
    if (old) expect(await world.askAs(old)).toBeUndefined();
    const record = JSON.parse([...world.bucket.objects.values()][0]?.text ?? '{}');
    expect(record).not.toHaveProperty('claim');
    expect(record.last.proof).toMatch(/token|refused|lets it in/);
  }
}

let world: World;
const before = process.env;
beforeAll(async () => {
  world = await newWorld();
  process.env = { ...before, AWS_ENDPOINT_URL: world.endpoint };
});
afterAll(async () => {
  process.env = before;
  await world.end();
});

test('killed at any moment, and resumed: each run rotates once, and no caller is refused', async () => {
  const { moments, added } = await killedAtEveryMoment(world, async ({ ledger }) =>
    world.newRun({ ledger: await resumeLedger(world.folder, ledger.run, undefined, () => {}) }),
  );
  // From the second rotation on: four writes to AWS, four steps in the ledger, a claim made and released.
  expect(moments).toBeGreaterThanOrEqual(2 * (4 + 4 * 2 + 2));
  expect(added).toEqual(added.map(() => 1));
});

test('killed while it only deletes what has soaked, and resumed: no new rotation is started', async () => {
  const soak = { begin: 'always', soakMinutes: 60 } as const;
  let life: Life | undefined;
  const { refused, added } = watch(world, () => life);
  for (let moment = 1, dead = true; dead; moment += 3) {
    expect(await rotateClient(world.newRun(), world.holder, soak)).toMatchObject({ outcome: 'soaking' });
    world.clock.now += 3_700_000;
    const before = added();
    life = { left: moment, dead: false };
    const run = mortal(world, life);
    await rotateClient(run, world.holder, soak).catch(() => {});
    dead = life.dead;
    life = undefined;
    if (!dead) break;
    const ledger = await resumeLedger(world.folder, run.ledger.run, undefined, () => {});
    expect(await rotateClient(world.newRun({ ledger }), world.holder, soak)).toEqual({ outcome: 'rotated' });
    expect(added()).toBe(before);
    expect(await world.slots()).toHaveLength(1);
  }
  expect(refused).toEqual([]);
});

test('killed at every fifth moment, with the ledger lost: the next run works out the state from AWS alone', async () => {
  const { moments, added } = await killedAtEveryMoment(world, async () => world.newRun(), 5);
  expect(moments).toBeGreaterThanOrEqual(2 * (4 + 4 * 2 + 2));
  // One that was almost finished is followed by another: nothing shows any more that it was this run's.
  for (const one of added) expect([1, 2]).toContain(one);
  expect(added.filter((one) => one === 2).length).toBeLessThan(8);
});
