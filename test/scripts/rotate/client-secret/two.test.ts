import fc from 'fast-check';
import { rotateClient } from '../../../../scripts/rotate/client-secret/rotate-client';
import { memoryStore } from '../../memory-store';
import { eachInNewWorld, newWorld, type World } from './world';

const of = eachInNewWorld();
const always = { begin: 'always', soakMinutes: 0 } as const;

test('of two concurrent rotations, one rotates, and the other says who does', async () => {
  const { newRun, holder, call, slots } = of();
  const ends = await Promise.allSettled([1, 2].map(() => rotateClient(newRun(), holder, always)));
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = ends.find((end) => end.status === 'rejected');
  expect(refused?.reason.message).toMatch(
    /is being rotated by someone else: .*@.* \(process \d+\) .* since 20/,
  );
  expect(await call()).toBeDefined();
  expect(await slots()).toHaveLength(1);
  expect(await rotateClient(newRun(), holder, always)).toEqual({ outcome: 'rotated' });
});

/** A run that is not blocked by another one's claim. */
function alone(world: World, key: string) {
  const bucket = memoryStore();
  const stores = { of: async () => bucket, close() {} };
  return world.newRun({ stores, pools: { ...world.pools, access: world.accessWith(key) } });
}

test('of two new values stored at the same time, the first one counts, for both rotations', async () => {
  const world = of();
  const both: (() => void)[] = [];
  world.on.request = async ({ operation, key }, answer) => {
    // Neither adds a value to Cognito before both have stored theirs.
    if (operation === 'AddUserPoolClientSecret' && key.startsWith('ROTATION') && both.length < 2)
      await new Promise<void>((go) => {
        both.push(go);
        if (both.length === 2) for (const other of both) other();
      });
    return answer();
  };
  const ends = await Promise.allSettled(
    ['ROTATION-A', 'ROTATION-B'].map((key) => rotateClient(alone(world, key), world.holder, always)),
  );
  expect(ends.map(({ status }) => status)).toContain('fulfilled');
  expect(await world.slots()).toHaveLength(1);
  expect(await world.call()).toBeDefined();
});

// Their claims keep them apart. Here they don't, as if one had stood still for so long that it was taken for gone.
test('even two that do not know of each other never lock out a caller, whatever the order of their requests', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const world = await newWorld();
      const before = process.env.AWS_ENDPOINT_URL;
      process.env.AWS_ENDPOINT_URL = world.endpoint;
      try {
        await rotateClient(world.newRun(), world.holder, always);
        const old = await world.read('AWSCURRENT');
        const refused: string[] = [];
        world.on.request = async ({ operation, key }, answer) => {
          if (!key.startsWith('ROTATION')) return answer();
          await scheduler.schedule(Promise.resolve(), `${key} ${operation}`);
          const given = await answer();
          if (world.isWrite(operation) && !(await world.call())) refused.push(operation);
          return given;
        };
        const runs = ['ROTATION-A', 'ROTATION-B'].map((key) => alone(world, key));
        await scheduler.waitFor(
          Promise.allSettled(runs.map((run) => rotateClient(run, world.holder, always))),
        );
        world.on.request = (_, answer) => answer();
        expect(refused).toEqual([]);
        expect(await world.call()).toBeDefined();
        expect(await world.askAs(old)).toBeUndefined();
        // Either all is well, or a second secret is left, which a person has to look into.
        const after = await rotateClient(world.newRun(), world.holder, always).catch((error: Error) => error);
        if (after instanceof Error) expect(after.message).toMatch(/both secrets .* are taken/);
        expect(await world.call()).toBeDefined();
      } finally {
        process.env.AWS_ENDPOINT_URL = before;
        await world.end();
      }
    }),
    { numRuns: 3 },
  );
});
