import { readFileSync } from 'node:fs';
import { parse, resolve } from 'node:path';
import { build } from 'esbuild';
import { patiently } from '../../../../scripts/rollout/gates/gate';
import { mended, runSchedule, takeOver } from '../../../../scripts/rollout/schedule/run-schedule';
import { type Mutant, mutants } from './mutants';
import { type Scheduler, seeds, simulate } from './simulation';

const rollout = resolve(__dirname, '../../../../scripts/rollout');
/** `REPLAY=4711` replays one; `make schedules` runs `SCHEDULES=10000`, with other seeds each time. */
const { REPLAY, SCHEDULES = '1500', FIRST_SEED = '13' } = process.env;

test('rollouts with failures, crashes, lost messages, inconclusive gates and two runners follow the rules', async () => {
  const scheduler = { runSchedule, takeOver, mended, patiently };
  for (const seed of REPLAY ? [Number(REPLAY)] : seeds(Number(FIRST_SEED), Number(SCHEDULES)))
    expect({ seed, violations: await simulate(seed, scheduler) }).toEqual({ seed, violations: [] });
});

/** The scheduler with a bug in it. */
async function mutated({ file, text, instead }: Mutant): Promise<Scheduler> {
  let found = 0;
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './schedule/run-schedule'; export * from './gates/gate';",
      resolveDir: rollout,
    },
    bundle: true,
    write: false,
    format: 'cjs',
    plugins: [
      {
        name: 'mutate',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const source = readFileSync(path, 'utf8');
            if (parse(path).name !== file) return { contents: source, loader: 'ts' };
            found += source.split(text).length - 1;
            return { contents: source.replace(text, () => instead), loader: 'ts' };
          }),
      },
    ],
  });
  expect(found).toBe(1);
  const module = { exports: {} };
  new Function('module', 'exports', outputFiles[0]?.text ?? '')(module, module.exports);
  return module.exports as Scheduler;
}

test.each(mutants)('a mistake is detected: $what', async (mutant) => {
  const scheduler = await mutated(mutant);
  for (const seed of seeds(13, 3000)) if ((await simulate(seed, scheduler)).length > 0) return;
  throw new Error('nothing was seen of it in 3,000 rollouts');
});
