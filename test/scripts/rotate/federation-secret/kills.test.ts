import { ConnectionLost } from '../../../../local/faults/trouble';
import { resumeLedger } from '../../../../scripts/ledger/resume';
import { rotateProvider } from '../../../../scripts/rotate/federation-secret/rotate-provider';
import { readRotation, rotationKey } from '../../../../scripts/rotate/record';
import type { RotationRun } from '../../../../scripts/rotate/run';
import { type Life, live, mortal } from '../mortal';
import { newWorld, type World } from './world';

const proven = { unproven: false };
const key = (provider: string) =>
  rotationKey('federation-secret', 'eu-central-1', `test-internal/${provider}`);

let world: World;
const before = process.env;
beforeEach(async () => {
  world = await newWorld(false);
  process.env = { ...before, AWS_ENDPOINT_URL: world.endpoint };
});
afterEach(async () => {
  process.env = before;
  await world.end();
});

/** Rotates repeatedly, each time killed `step` moments later and then continued, until one run finishes. */
async function killedAtEveryMoment(
  provider: 'LoginWithAmazon' | 'SignInWithApple',
  goOn: (killed: RotationRun) => Promise<RotationRun>,
  step: number,
) {
  let life: Life | undefined;
  let writes = 0;
  world.on.request = async ({ operation, key }, answer) => {
    if (key !== 'ROTATION') return answer();
    const mine = life;
    const dies = () => {
      try {
        if (mine && operation === 'UpdateIdentityProvider') live(mine);
        if (mine?.dead) throw new Error('killed');
      } catch {
        throw new ConnectionLost();
      }
    };
    dies();
    const given = await answer();
    if (operation === 'UpdateIdentityProvider') writes += 1;
    dies();
    return given;
  };
  const ends: { outcome: string; writes: number }[] = [];
  for (let moment = 0; ; moment += step) {
    // Each time a new version, though with the same value: the one that the provider has issued.
    if (provider === 'LoginWithAmazon') await world.setByHand(provider, world.placeholder);
    const version = await world.store(provider);
    writes = 0;
    life = { left: moment, dead: false };
    const run = mortal(world, life);
    const end = await rotateProvider(run, world.holder(provider), proven).catch((error: Error) => error);
    const { dead } = life;
    life = undefined;
    if (!dead) {
      expect(end).toEqual({ outcome: 'pushed' });
      return { moments: moment, ends };
    }
    const { outcome } = await rotateProvider(await goOn(run), world.holder(provider), proven);
    ends.push({ outcome, writes });
    if (provider === 'LoginWithAmazon') expect(await world.has(provider)).toBe(world.given[provider]);
    expect(await readRotation(world.bucket, key(provider))).toEqual({
      version: 1,
      last: expect.objectContaining({ version, proof: expect.stringMatching(/^let in/) }),
    });
  }
}

/** A claim made and released, two steps in the ledger, one write to Cognito; before and after each. */
const boundaries = 2 * (2 + 2 * 2 + 1);

test.each([
  ['LoginWithAmazon', 1],
  ['SignInWithApple', 2],
] as const)('%s: killed at any moment, and resumed, it ends the same way', async (provider, step) => {
  const resumed = async ({ ledger }: RotationRun) =>
    world.newRun({ ledger: await resumeLedger(world.folder, ledger.run, undefined, () => {}) });
  const { moments, ends } = await killedAtEveryMoment(provider, resumed, step);
  expect(moments).toBe(boundaries);
  for (const { outcome, writes } of ends) {
    expect(outcome).toBe('pushed');
    // Repeated only if it is unknown whether the first one was done.
    expect(writes).toBeLessThanOrEqual(provider === 'LoginWithAmazon' ? 1 : 2);
  }
});

test('killed at every second moment, with the ledger lost: the next run works out the state from AWS alone', async () => {
  const { moments, ends } = await killedAtEveryMoment('LoginWithAmazon', async () => world.newRun(), 2);
  expect(moments).toBe(boundaries);
  for (const { outcome, writes } of ends) {
    expect(['pushed', 'unchanged']).toContain(outcome);
    expect(writes).toBeLessThanOrEqual(1);
  }
});

test('of two concurrent runs, one rotates, and the other says who does', async () => {
  await world.store('LoginWithAmazon');
  const ends = await Promise.allSettled(
    [1, 2].map(() => rotateProvider(world.newRun(), world.holder('LoginWithAmazon'), proven)),
  );
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = ends.find((end) => end.status === 'rejected');
  expect(refused?.reason.message).toMatch(
    /LoginWithAmazon is being rotated by someone else: .*@.* \(process \d+\) .* since 20/,
  );
  expect(await world.has('LoginWithAmazon')).toBe(world.given.LoginWithAmazon);
});
