import { parseLedger } from '../../../../scripts/ledger/line';
import { remoteLedger } from '../../../../scripts/ledger/remote';
import { runSchedule } from '../../../../scripts/rollout/schedule/run-schedule';
import type { Schedule } from '../../../../scripts/rollout/schedule/schedule';
import { type JoinedBoard, joinBoard } from '../../../../scripts/rollout/shared/join';
import { silentFor } from '../../../../scripts/rollout/shared/watch';
import { type MemoryStore, memoryStore } from '../../memory-store';
import { VirtualClock } from '../schedule/clock';

const schedule: Schedule = {
  steps: ['s0', 's1'].map((id) => ({ id, account: 'a', region: 'r', wave: 0, dependencies: [] })),
  limits: { overall: 9, account: 9, region: 9 },
  budget: { wave: 0, overall: 0, mode: 'soft' },
  overlap: true,
};

/** Runners with one bucket on a virtual clock. */
function machines(store: MemoryStore) {
  const clock = new VirtualClock();
  const said: string[] = [];
  const pause = async (ms: number, stop: AbortSignal) => {
    if (stop.aborted) return;
    let abort = () => {};
    const aborted = new Promise<void>((resolve) => {
      abort = resolve;
      stop.addEventListener('abort', abort, { once: true });
    });
    await Promise.race([clock.sleep(ms), aborted]);
    stop.removeEventListener('abort', abort);
  };
  return {
    clock,
    said,
    join: (run: string, through = store as Parameters<typeof joinBoard>[0]['store']) =>
      joinBoard({
        store: through,
        name: 'b',
        run,
        say: (line) => said.push(line),
        pause,
        now: () => clock.now,
      }),
  };
}

const work = (joined: JoinedBoard, perform: Parameters<typeof runSchedule>[1]['perform'], capacity = 1) =>
  runSchedule(schedule, {
    board: joined.board,
    runner: joined.runner,
    capacity,
    perform,
    stop: new AbortController().signal,
  }).finally(() => joined.leave());

test('two runners do each stack once, and a runner with a heartbeat is never taken over, however long it takes', async () => {
  const { clock, said, join } = machines(memoryStore());
  const done: string[] = [];
  const ends = ['one', 'two'].map((name) =>
    work(join(name), async (act) => {
      await clock.sleep(10 * silentFor);
      done.push(act);
      return 'done';
    }),
  );
  await clock.run(100 * silentFor);
  await Promise.all(ends);
  expect(done.sort()).toEqual(['s0', 's1']);
  expect(said).toEqual([]);
});

test('a lost runner is taken over, and its ledger is fenced; if it comes back, it stops', async () => {
  const store = memoryStore();
  const { clock, said, join } = machines(store);
  let alive = true;
  // A suspended machine sends nothing, and its clock goes on.
  const wait = <T>(request: () => Promise<T>) =>
    alive ? request() : Promise.reject(new Error('no network'));
  const lost = join('lost', {
    ...store,
    list: (prefix) => wait(() => store.list(prefix)),
    read: (key) => wait(() => store.read(key)),
    write: (key, text, seen) => wait(() => store.write(key, text, seen)),
    etagOf: (key) => wait(() => store.etagOf(key)),
  });
  const performed: string[] = [];
  const first = work(lost, async (act) => {
    performed.push(`lost ${act}`);
    alive = false;
    await clock.sleep(2 * silentFor);
    alive = true;
    return 'done';
  });
  const second = clock.sleep(5000).then(() => {
    const other = join('other');
    return work(other, async (act, from) => {
      for (const run of from) await other.fence(run);
      performed.push(`other ${act}${from.map((run) => ` from ${run}`).join('')}`);
      return 'done';
    });
  });
  await remoteLedger(store, 'lost').append(1, await firstLine());
  await clock.run(100 * silentFor);
  const [mine, theirs] = await Promise.all([first, second]);
  expect(performed).toEqual(['lost s0', 'other s1', 'other s0 from lost']);
  expect(said).toEqual(['run lost has been silent for too long: its work is taken over']);
  for (const board of [mine, theirs])
    expect(board).toMatchObject({ acts: { s0: { state: 'done', runner: 'other' } }, gone: ['lost'] });
  const { entries, broken, torn } = parseLedger(await remoteLedger(store, 'lost').text());
  expect([broken, torn]).toEqual([undefined, undefined]);
  expect(entries.at(-1)).toMatchObject({ type: 'resume', data: { by: 'other', fence: 1 } });
});

async function firstLine(): Promise<string> {
  const { encodeLine, firstSum } = await import('../../../../scripts/ledger/line');
  return encodeLine({ seq: 1, at: '', type: 'run', data: {} }, firstSum).line;
}
