import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../../scripts/cli/context';
import { failure } from '../../../scripts/cli/errors';
import { Interrupt } from '../../../scripts/cli/interrupt';
import { inAnyOrder } from '../../../scripts/rollout/order';
import { exitCodeOf } from '../../../scripts/rollout/rollout';
import { type RunStacksOptions, runStacks } from '../../../scripts/rollout/run-stacks';
import type { Schedule } from '../../../scripts/rollout/schedule/schedule';
import { tempFolder } from '../temp';

const minute = 60_000;
const ids = ['a', 'b', 'c', 'd', 'e'];
const done = { outcome: 'applied' as const, counts: { create: 0, update: 0, replace: 0, delete: 0 } };

/** Five stacks, two at a time and two ahead, of which each waits in its turn until it is told to go on. */
function begin(schedule: Partial<Schedule> = {}, options: Partial<RunStacksOptions<typeof done>> = {}) {
  const state = tempFolder();
  const signals = new Map<string, (signal: NodeJS.Signals) => void>();
  const source = { on: (signal: string, on: () => void) => signals.set(signal, on), exit: () => {} };
  const context = {
    workspace: { root: state, state, out: state, built: state, cache: state },
    env: process.env,
    interrupt: new Interrupt(source as never, () => {}),
    json: true,
    say: () => {},
  } satisfies Context;
  const begun: string[] = [];
  const inTurn = new Set<string>();
  let most = 0;
  const goOn = new Map<string, (error?: Error) => void>();
  for (const id of ids) mkdirSync(join(state, 'stacks', id), { recursive: true });
  const stacks = ids.map((id) => ({ id, account: '1', region: 'eu-central-1' }));
  const end = runStacks<typeof done>(
    context,
    { ...inAnyOrder(stacks), ...schedule },
    {
      environment: 'dev',
      purpose: 'change',
      finish: true,
      parallel: 2,
      ahead: true,
      async work({ id }, turn) {
        begun.push(id);
        await turn();
        inTurn.add(id);
        most = Math.max(most, inTurn.size);
        try {
          await new Promise<void>((resolve, reject) =>
            goOn.set(id, (error) => (error ? reject(error) : resolve())),
          );
        } finally {
          inTurn.delete(id);
        }
        return done;
      },
      word: () => '',
      ...options,
    },
  );
  /** Resolves when this stack is in its turn. */
  const isIn = async (id: string) => {
    while (!goOn.has(id)) await new Promise((resolve) => setImmediate(resolve));
    return goOn.get(id) as (error?: Error) => void;
  };
  const hasBegun = async (id: string) => {
    while (!begun.includes(id)) await new Promise((resolve) => setImmediate(resolve));
  };
  return { end, isIn, hasBegun, begun, most: () => most, interrupt: () => signals.get('SIGINT')?.('SIGINT') };
}

test(
  'twice as many stacks are begun as may change anything, and wait for their turn',
  async () => {
    const { end, isIn, hasBegun, begun, most } = begin();
    await hasBegun('d');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    for (const id of ids) (await isIn(id))();
    expect((await end).ends).toMatchObject(ids.map((id) => ({ id, outcome: 'applied' })));
    expect(most()).toBe(2);
  },
  minute,
);

test(
  'what waits for its turn when the rollout halts is not applied',
  async () => {
    const { end, isIn, hasBegun } = begin({ budget: { wave: 0, overall: 0, mode: 'soft' } });
    await hasBegun('d');
    (await isIn('a'))(failure('no such role'));
    (await isIn('b'))();
    const { ends } = await end;
    const why = '1 stack failed, and the budget allows 0 of 5';
    expect(ends).toMatchObject([
      { id: 'a', outcome: 'failed' },
      { id: 'b', outcome: 'applied' },
      { id: 'c', outcome: 'halted', reason: why },
      { id: 'd', outcome: 'halted', reason: why },
      { id: 'e', outcome: 'halted', reason: why },
    ]);
    expect(exitCodeOf(ends)).toBe(4);
  },
  minute,
);

test(
  'what is still planned when the rollout halts is not applied either, although a turn is free',
  async () => {
    const budget = { wave: 0, overall: 0, mode: 'soft' as const };
    let planned = () => {};
    const slow = new Promise<void>((resolve) => {
      planned = resolve;
    });
    const { end } = begin(
      { budget },
      {
        async work({ id }, turn) {
          if (id === 'b') await slow;
          await turn();
          // The board says that this one has failed before the other asks for its turn.
          if (id === 'a') setImmediate(planned);
          if (id === 'a') throw failure('no such role');
          return done;
        },
      },
    );
    const { ends } = await end;
    expect(ends.slice(0, 2)).toMatchObject([
      { id: 'a', outcome: 'failed' },
      { id: 'b', outcome: 'halted' },
    ]);
  },
  minute,
);

test(
  'what waits for its turn at the first Ctrl-C is not applied, and running work finishes',
  async () => {
    const { end, isIn, hasBegun, interrupt } = begin();
    await hasBegun('d');
    const [a, b] = [await isIn('a'), await isIn('b')];
    interrupt();
    a();
    b();
    const { ends } = await end;
    expect(ends.map(({ outcome }) => outcome)).toEqual([
      'applied',
      'applied',
      'interrupted',
      'interrupted',
      'not started',
    ]);
    expect(exitCodeOf(ends)).toBe(130);
  },
  minute,
);
