import fc from 'fast-check';
import { type Ordered, wavesOf } from '../../../environments/placement/waves';
import { planSteps } from '../../../scripts/rollout/order';
import { runSteps } from '../../../scripts/rollout/run-steps';

const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
/** The steps of stacks with the waves that placement gives them. */
function stepsOf(stacks: readonly Ordered[]) {
  const waves = wavesOf(stacks, regions);
  return planSteps(stacks.map((stack) => ({ ...stack, wave: waves.get(stack.id) as number })));
}

const rings = [undefined, 'canary', 'early', 'general'] as const;

/** Stacks whose dependencies point to earlier ones only, and sometimes outside the selection. */
const stacksArbitrary = fc
  .array(
    fc.record({
      region: fc.constantFrom(...regions),
      ring: fc.constantFrom(...rings),
      links: fc.array(fc.nat(20), { maxLength: 3 }),
      fails: fc.boolean(),
      ticks: fc.nat(5),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((raw) =>
    raw.map(({ links, ...stack }, index) => ({
      ...stack,
      id: `s${String(index).padStart(2, '0')}`,
      dependencies: [
        ...new Set(links.filter((link) => link < index).map((link) => `s${String(link).padStart(2, '0')}`)),
        ...(links.includes(20) ? ['not-selected'] : []),
      ],
    })),
  );

type Generated = typeof stacksArbitrary extends fc.Arbitrary<infer T> ? T : never;

async function simulate(stacks: Generated, parallel: number, stopAfter = Number.POSITIVE_INFINITY) {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const steps = stepsOf(stacks);
  const stop = new AbortController();
  const done = new Set<string>();
  const failed = new Set<string>();
  const violations: string[] = [];
  let running = 0;
  let most = 0;
  let started = 0;
  const ends = await runSteps(steps, {
    parallel,
    stop: stop.signal,
    run: async ({ id, wave, dependencies }) => {
      running++;
      started++;
      most = Math.max(most, running);
      if (stop.signal.aborted) violations.push(`${id} started after the interrupt`);
      for (const dependency of dependencies)
        if (!done.has(dependency)) violations.push(`${id} started before ${dependency}`);
      for (const step of steps)
        if (step.wave < wave && !done.has(step.id))
          violations.push(`${id} started before wave of ${step.id}`);
      if (started >= stopAfter) stop.abort();
      for (let tick = 0; tick < (byId.get(id)?.ticks ?? 0); tick++) await Promise.resolve();
      const ok = !byId.get(id)?.fails;
      (ok ? done : failed).add(id);
      running--;
      return { ok, result: id };
    },
  });
  return { steps, ends, most, violations, done, failed };
}

test('no stack starts before its dependencies or an earlier wave, and never more than N run at once', async () => {
  await fc.assert(
    fc.asyncProperty(stacksArbitrary, fc.integer({ min: 1, max: 4 }), async (stacks, parallel) => {
      const { violations, most } = await simulate(stacks, parallel);
      expect(violations).toEqual([]);
      expect(most).toBeLessThanOrEqual(parallel);
    }),
  );
});

test('every stack has exactly one end, and what did not start says why', async () => {
  await fc.assert(
    fc.asyncProperty(
      stacksArbitrary,
      fc.integer({ min: 1, max: 4 }),
      fc.nat(10),
      async (stacks, parallel, stopAfter) => {
        const { ends, done, failed } = await simulate(stacks, parallel, stopAfter);
        expect([...ends.keys()].sort()).toEqual(stacks.map(({ id }) => id).sort());
        for (const [id, end] of ends) {
          expect(end.started).toBe(done.has(id) || failed.has(id));
          if (!end.started) expect(end.why).not.toBe('');
        }
      },
    ),
  );
});

test('without failure everything runs; with one, all that does not depend on it in its wave still does', async () => {
  await fc.assert(
    fc.asyncProperty(stacksArbitrary, async (stacks) => {
      const healthy = await simulate(
        stacks.map((stack) => ({ ...stack, fails: false })),
        2,
      );
      expect(healthy.done.size).toBe(stacks.length);

      const { steps, ends, failed } = await simulate(stacks, 2);
      const lastWave = Math.min(...steps.filter(({ id }) => failed.has(id)).map(({ wave }) => wave));
      const idle = (id: string): boolean => {
        const end = ends.get(id);
        return failed.has(id) || end?.started === false;
      };
      for (const step of steps) {
        if (step.wave > lastWave) expect(ends.get(step.id)?.started).toBe(false);
        else if (!step.dependencies.some(idle)) expect(ends.get(step.id)?.started).toBe(true);
      }
    }),
  );
});

test('order: what all rings stand on, then ring by ring, inside a ring region by region', () => {
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

test('a failure names itself as the reason of what did not start', async () => {
  const steps = [
    { id: 'a', wave: 0, dependencies: [] },
    { id: 'b', wave: 0, dependencies: ['a'] },
    { id: 'c', wave: 0, dependencies: ['b'] },
    { id: 'd', wave: 1, dependencies: [] },
  ];
  const ends = await runSteps(steps, {
    parallel: 1,
    stop: new AbortController().signal,
    run: async ({ id }) => ({ ok: id !== 'a', result: id }),
  });
  expect(ends.get('b')).toEqual({ started: false, why: 'it depends on a, which was not applied' });
  expect(ends.get('c')).toEqual({ started: false, why: 'it depends on b, which was not applied' });
  expect(ends.get('d')).toEqual({ started: false, why: 'a failed in an earlier ring or region' });
});

test('an interrupt lets what runs end, and starts nothing new', async () => {
  const stop = new AbortController();
  const ends = await runSteps(
    [
      { id: 'a', wave: 0, dependencies: [] },
      { id: 'b', wave: 0, dependencies: [] },
    ],
    {
      parallel: 1,
      stop: stop.signal,
      run: async ({ id }) => {
        stop.abort();
        return { ok: true, result: id };
      },
    },
  );
  expect(ends.get('a')).toMatchObject({ started: true, ok: true });
  expect(ends.get('b')).toEqual({ started: false, why: 'interrupted before its turn' });
});
