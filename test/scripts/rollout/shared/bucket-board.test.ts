import fc from 'fast-check';
import { randomOf } from '../../../../scripts/policy/random';
import { runSchedule } from '../../../../scripts/rollout/schedule/run-schedule';
import type { Schedule } from '../../../../scripts/rollout/schedule/schedule';
import { bucketBoard } from '../../../../scripts/rollout/shared/bucket-board';
import { memoryStore } from '../../memory-store';
import { type Fault, faultyStore } from './faulty-store';

const key = 'board/b/board.json';
const noPause = async () => {};
const begun = (act: string, runner: string) => (board: { acts: object }) => ({
  ...board,
  acts: { ...board.acts, [act]: { state: 'running' as const, runner } },
});

/** These faults, then none. */
const faults = (...given: Fault[]) => {
  const left = [...given];
  return () => left.shift() ?? 'none';
};

test('a change applies to the current board, and an empty change is not written', async () => {
  const store = memoryStore();
  const one = bucketBoard(store, key, 'one', noPause);
  const two = bucketBoard(store, key, 'two', noPause);
  await one.update(begun('a', 'one'));
  const board = await two.update(begun('b', 'two'));
  expect(Object.keys(board.acts)).toEqual(['a', 'b']);
  const before = store.objects.get(key)?.etag;
  expect(await one.update((now) => now)).toEqual(board);
  expect(store.objects.get(key)?.etag).toBe(before);
  expect([one.last(), one.seen()]).toEqual([board, before]);
});

test.each<[string, Fault[]]>([
  ['the request is lost', ['none', 'request lost']],
  ['the answer is lost, and the change is there', ['none', 'answer lost']],
  ['nothing can be read', ['request lost', 'answer lost', 'request lost']],
  ['the request comes late, after it was sent again', ['none', 'late', 'none', 'none', 'late']],
])('%s: the change is made once', async (_, given) => {
  const store = memoryStore();
  const board = bucketBoard(faultyStore(store, faults(...given)), key, 'one', noPause);
  let times = 0;
  const after = await board.update((now) =>
    begun(`act ${now.acts ? Object.keys(now.acts).length : 0}`, 'one')(now),
  );
  expect(Object.keys(after.acts)).toEqual(['act 0']);
  await board.update((now) => {
    times = Object.keys(now.acts).length;
    return now;
  });
  expect(times).toBe(1);
});

test('a change whose response was lost is found even if others have changed the board since', async () => {
  const store = memoryStore();
  const two = bucketBoard(store, key, 'two', noPause);
  const line = faultyStore(store, faults('none', 'answer lost'));
  let between = async () => {};
  const one = bucketBoard(line, key, 'one', () => between());
  between = async () => void (await two.update(begun('b', 'two')));
  let calls = 0;
  const after = await one.update((now) => {
    calls++;
    return begun('a', 'one')(now);
  });
  expect([Object.keys(after.acts), calls]).toEqual([['a', 'b'], 1]);
});

test('a change that was abandoned in the meantime does not arrive late', async () => {
  const store = memoryStore();
  let stopped = false;
  const board = bucketBoard(
    faultyStore(store, faults('none', 'late', 'none', 'none')),
    key,
    'one',
    async () => {
      stopped = true;
    },
  );
  await board.update((now) => (stopped ? now : begun('a', 'one')(now)));
  // Another write has replaced what the late one was based on.
  expect(store.objects.get(key)).toBeDefined();
  expect(JSON.parse(store.objects.get(key)?.text ?? '{}').board.acts).toEqual({});
});

test('after a minute without an answer, the outcome is reported as unknown', async () => {
  let waited = 0;
  const board = bucketBoard(
    faultyStore(memoryStore(), () => 'request lost'),
    key,
    'one',
    async (ms) => {
      waited += ms;
    },
  );
  await expect(board.update((now) => now)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(
      /board s3:\/\/states\/board\/b\/board.json does not answer.*socket hang up/,
    ),
    remedy: expect.stringContaining('run the same command again'),
  });
  expect(waited).toBe(60_000);
});

test('a board written by another version is left alone', async () => {
  const store = memoryStore();
  await store.write(key, '{"version":2}', undefined);
  const board = bucketBoard(store, key, 'one', noPause);
  await expect(board.update((now) => now)).rejects.toThrow('another version of fleet');
  expect(store.objects.get(key)?.text).toBe('{"version":2}');
});

const schedule: Schedule = {
  steps: Array.from({ length: 12 }, (_, index) => ({
    id: `s${index}`,
    account: `a${index % 2}`,
    region: 'r',
    wave: index < 5 ? 0 : 1,
    dependencies: index === 4 ? ['s0'] : [],
  })),
  limits: { overall: 5, account: 3, region: 9 },
  budget: { wave: '100%', overall: '100%', mode: 'soft' },
  overlap: false,
};

test('runners with bad connections: each act is done once, by its runner, and never more at a time than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 4 }), async (seed, many) => {
      const random = randomOf(String(seed));
      const store = memoryStore();
      const done = new Map<string, string[]>();
      let atWork = 0;
      let most = 0;
      const runner = async (name: string) => {
        // A change survives that many faults.
        let left = 6;
        const next = () =>
          left > 0 && random.chance(0.4) && left-- > 0
            ? (random.pick(['request lost', 'answer lost', 'late']) as Fault)
            : 'none';
        const board = bucketBoard(faultyStore(store, next), key, name, noPause);
        return runSchedule(schedule, {
          board: {
            async update(change) {
              const after = await board.update(change);
              left = 6;
              return after;
            },
            changed: () => new Promise((resolve) => setImmediate(resolve)),
          },
          runner: name,
          capacity: 2,
          stop: new AbortController().signal,
          async perform(act) {
            done.set(act, [...(done.get(act) ?? []), name]);
            if (act.startsWith('s')) most = Math.max(most, ++atWork);
            for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
            if (act.startsWith('s')) atWork--;
            return 'done';
          },
        });
      };
      const ends = await Promise.all(Array.from({ length: many }, (_, index) => runner(`runner ${index}`)));
      const acts = ['open 0', 'close 0', 'open 1', 'close 1', ...schedule.steps.map(({ id }) => id)].sort();
      expect([...done.keys()].sort()).toEqual(acts);
      for (const [act, by] of done) {
        expect(by).toHaveLength(1);
        for (const { acts: known } of ends) expect(known[act]).toEqual({ state: 'done', runner: by[0] });
      }
      expect(most).toBeLessThanOrEqual(5);
    }),
    { numRuns: 60 },
  );
});
