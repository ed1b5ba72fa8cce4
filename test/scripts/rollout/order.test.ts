import { type Ordered, wavesOf } from '../../../environments/placement/waves';
import { rolloutSchema } from '../../../environments/schema/rollout';
import { planSteps, scheduleOf } from '../../../scripts/rollout/order';
import { memoryBoard } from '../../../scripts/rollout/schedule/memory-board';
import { runSchedule, whyNotStarted } from '../../../scripts/rollout/schedule/run-schedule';
import { gateOf } from '../../../scripts/rollout/schedule/schedule';

const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
/** The steps of stacks with the waves that placement gives them. */
function stepsOf(stacks: readonly Ordered[]) {
  const waves = wavesOf(stacks, regions);
  return planSteps(
    stacks.map((stack) => ({ ...stack, account: 'all', wave: waves.get(stack.id) as number })),
  );
}

test('order: what all rings depend on, then ring by ring, and within a ring region by region', () => {
  const stack = (
    id: string,
    region: string,
    ring?: 'canary' | 'early' | 'general',
    dependencies: string[] = [],
  ) => ({
    id,
    region,
    ring,
    dependencies,
  });
  const steps = stepsOf([
    stack('customer-2', 'eu-west-1', 'general'),
    stack('early-1', 'eu-central-1', 'early', ['data']),
    stack('canary-2', 'eu-west-1', 'canary', ['data']),
    stack('canary-1', 'eu-central-1', 'canary', ['data']),
    stack('data', 'eu-central-1', undefined, ['foundation']),
    stack('foundation', 'eu-central-1'),
  ]);
  expect(steps.map(({ id }) => id)).toEqual([
    'data',
    'foundation',
    'canary-1',
    'canary-2',
    'early-1',
    'customer-2',
  ]);
  expect(steps.find(({ id }) => id === 'data')?.wave).toBe(steps.find(({ id }) => id === 'foundation')?.wave);
  expect(steps.find(({ id }) => id === 'canary-1')?.wave).toBeLessThan(
    steps.find(({ id }) => id === 'canary-2')?.wave as number,
  );
});

/** Rolls out stacks, some of which fail; returns which were started, and why the others were not. */
async function rolledOut(
  { failing, rollout = {}, stopAt }: { failing?: string; rollout?: object; stopAt?: string },
  capacity = 1,
) {
  const at = { account: 'all', region: 'eu-central-1' };
  const schedule = scheduleOf(
    [
      { ...at, id: 'a', wave: 0, dependencies: [] },
      { ...at, id: 'b', wave: 0, dependencies: ['a', 'not-selected'] },
      { ...at, id: 'c', wave: 0, dependencies: ['b'] },
      { ...at, id: 'd', wave: 0, dependencies: [] },
      { ...at, id: 'e', wave: 1, dependencies: [] },
    ],
    rolloutSchema.parse(rollout),
  );
  const stop = new AbortController();
  const acts: string[] = [];
  const board = await runSchedule(schedule, {
    board: memoryBoard(),
    runner: 'one',
    capacity,
    stop: stop.signal,
    perform: async (act) => {
      acts.push(act);
      if (act === stopAt) stop.abort();
      return act === failing ? 'failed' : 'done';
    },
  });
  const left = schedule.steps.filter(({ id }) => !board.acts[id]);
  return {
    acts,
    started: acts.filter((act) => !gateOf(act)),
    why: Object.fromEntries(
      left.map(({ id }) => [
        id,
        whyNotStarted(schedule, board, id, { runner: 'one', interrupted: stop.signal.aborted }),
      ]),
    ),
  };
}

test('removals have their own wave, which is opened and closed like any other', async () => {
  const at = { account: 'all', region: 'eu-central-1', dependencies: [] };
  const schedule = scheduleOf(
    [
      { ...at, id: 'stays', wave: 0 },
      { ...at, id: 'goes', wave: 7, removed: true },
    ],
    rolloutSchema.parse({}),
  );
  const acts: string[] = [];
  await runSchedule(schedule, {
    board: memoryBoard(),
    runner: 'one',
    capacity: 1,
    stop: new AbortController().signal,
    perform: async (act) => {
      const gate = gateOf(act);
      acts.push(gate ? `${gate.side} ${gate.wave}` : act);
      return schedule.steps.some(({ id }) => id === act) || gate ? 'done' : 'failed';
    },
  });
  expect(acts).toEqual(['open -1', 'goes', 'close -1', 'open 0', 'stays', 'close 0']);
});

test('each wave is opened before its stacks, and closed after them', async () => {
  expect((await rolledOut({})).acts).toEqual([
    'open 0',
    'a',
    'b',
    'c',
    'd',
    'close 0',
    'open 1',
    'e',
    'close 1',
  ]);
});

test('without a budget, the first failure halts: its dependents say so, the rest name the budget', async () => {
  const { started, why } = await rolledOut({ failing: 'a' });
  expect(started).toEqual(['a']);
  const halted = { outcome: 'halted', reason: '1 stack failed in wave 0, and the budget allows 0 of 4' };
  expect(why).toEqual({
    b: { outcome: 'not started', reason: 'it depends on a, which was not applied' },
    c: { outcome: 'not started', reason: 'it depends on a, which was not applied' },
    d: halted,
    e: halted,
  });
});

test('within the budget, everything continues that does not depend on what failed', async () => {
  const { started, why } = await rolledOut({ failing: 'a', rollout: { failureBudget: { wave: '25%' } } });
  expect(started).toEqual(['a', 'd', 'e']);
  expect(Object.keys(why)).toEqual(['b', 'c']);
});

test('if waves overlap, stacks wait only for what they depend on', async () => {
  const { acts } = await rolledOut({ rollout: { wavesOverlap: true, failureBudget: { mode: 'soft' } } }, 3);
  expect(acts).toEqual(['a', 'd', 'e', 'b', 'c']);
});

test.each([
  [true, ['gone', 'foundation', 'data', 'pool', 'alone', 'api']],
  [false, ['gone', 'alone', 'api', 'data', 'foundation', 'pool']],
])(
  'removals come first; if waves overlap (%s), then the longest chains of dependents',
  (wavesOverlap, order) => {
    const at = { account: 'all', region: 'eu-central-1' };
    const { steps } = scheduleOf(
      [
        { ...at, id: 'alone', wave: 0, dependencies: [] },
        { ...at, id: 'api', wave: 0, dependencies: ['pool', 'data'] },
        { ...at, id: 'data', wave: 0, dependencies: ['foundation'] },
        { ...at, id: 'foundation', wave: 0, dependencies: [] },
        { ...at, id: 'pool', wave: 1, dependencies: ['data'] },
        { ...at, id: 'gone', wave: 7, dependencies: [], removed: true },
      ],
      rolloutSchema.parse({ wavesOverlap }),
    );
    expect(steps.map(({ id }) => id)).toEqual(order);
  },
);

test('after an interrupt, running work finishes, and nothing new starts', async () => {
  const { started, why } = await rolledOut({ stopAt: 'a' });
  expect(started).toEqual(['a']);
  expect(why.b).toEqual({ outcome: 'not started', reason: 'interrupted before its turn' });
});
