/** What a rollout will do, wave by wave, from configuration alone. */
import type { Rollout } from '../../environments/schema';
import { duration } from '../cli/duration';
import { table } from '../cli/table';
import type { StackLoad } from '../quotas/load';
import type { StackInfo } from '../selection/stacks';
import { type Expected, expectedOf, type RegionExpected, regionsExpected } from './expected-waves';
import { scheduleOf } from './order';
import { stacksIn } from './schedule/budget';
import { removalWave } from './schedule/schedule';

/** Stacks that roll out together. */
export interface Wave {
  /** Number from the placement; -1 for removals. If waves overlap, there is only wave 0. */
  wave: number;
  /** `all` for what every ring depends on, `removal` for what will be destroyed. */
  rings: string[];
  regions: string[];
  accounts: string[];
  stacks: string[];
  tenants: number;
  /** Most stacks that run at a time. */
  atOnce: number;
  /** Stacks that may fail before the rollout halts. */
  mayFail: number;
}

/** A wave, and how long it is expected to take. */
export interface ExpectedWave extends Wave {
  expected: Expected;
}

const unique = (values: readonly string[]) => [...new Set(values)];

/** How many stacks of a wave one machine runs at a time, while none has failed. */
function atOnce(stacks: readonly StackInfo[], { limits, failureBudget }: Rollout, parallel: number): number {
  const accounts = unique(stacks.map(({ account }) => account)).length;
  const regions = unique(stacks.map(({ region }) => region)).length;
  const { overall = parallel, account = parallel, region = parallel } = limits;
  const strict = failureBudget.mode === 'strict' ? stacksIn(failureBudget.wave, stacks.length) + 1 : parallel;
  return Math.min(parallel, stacks.length, overall, account * accounts, region * regions, strict);
}

/**
 * The waves of these stacks, in order.
 * @param parallel stacks that one machine works on at a time
 */
export function rolloutWaves(stacks: readonly StackInfo[], rollout: Rollout, parallel: number): Wave[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const waves = new Map<number, StackInfo[]>();
  for (const { id, wave } of scheduleOf(stacks, rollout).steps) {
    const place = rollout.wavesOverlap ? 0 : wave;
    waves.set(place, [...(waves.get(place) ?? []), byId.get(id) as StackInfo]);
  }
  return [...waves].map(([wave, own]) => {
    return {
      wave,
      rings: unique(own.map(({ ring, removed }) => (removed ? 'removal' : (ring ?? 'all')))),
      regions: unique(own.map(({ region }) => region)),
      accounts: unique(own.map(({ account }) => account)),
      stacks: own.map(({ id }) => id),
      tenants: unique(own.flatMap(({ tenants }) => tenants)).length,
      atOnce: atOnce(own, rollout, parallel),
      mayFail: stacksIn(rollout.failureBudget.wave, own.length),
    };
  });
}

/** The waves with expected times, and those of each region. @param loads loads of all stacks */
export function expectedWaves(
  waves: readonly Wave[],
  loads: readonly StackLoad[],
): { waves: ExpectedWave[]; regions: RegionExpected[] } {
  const byId = new Map(loads.map((load) => [load.id, load]));
  const loaded = waves.map((wave) => ({
    ...wave,
    loads: wave.stacks.map((id) => byId.get(id) as StackLoad),
  }));
  return {
    waves: loaded.map(({ loads: own, ...wave }) => ({ ...wave, expected: expectedOf(own, wave.atOnce) })),
    regions: regionsExpected(loaded),
  };
}

const total = (all: readonly { expected: Expected }[], kind: keyof Expected) =>
  duration(all.reduce((sum, { expected }) => sum + expected[kind], 0));

const describeRegion = ({ region, expected, narrowest }: RegionExpected) =>
  `${region}: ${duration(expected.change)} for a change, ${duration(expected.refresh)} to read everything, ${duration(expected.first)} from scratch` +
  (narrowest
    ? `; of that at least ${duration(narrowest.seconds)} for ${narrowest.calls} × ${narrowest.quota}, which AWS allows ${narrowest.perSecond} times a second in ${narrowest.account}`
    : '');

/** The waves as a table. */
export function describeWaves(
  environment: string,
  { waves, regions }: { waves: readonly ExpectedWave[]; regions: readonly RegionExpected[] },
): string {
  const rows = waves.map((wave) => [
    wave.wave === removalWave ? '' : wave.wave,
    wave.rings.join(', '),
    wave.regions.join(', '),
    wave.stacks.length,
    wave.accounts.join(', '),
    wave.tenants,
    wave.atOnce,
    wave.mayFail,
    duration(wave.expected.change),
    duration(wave.expected.first),
  ]);
  const stacks = waves.reduce((sum, wave) => sum + wave.stacks.length, 0);
  return [
    `environment ${environment}: ${stacks} ${stacks === 1 ? 'stack' : 'stacks'} in ${waves.length} ${waves.length === 1 ? 'wave' : 'waves'}; nothing was changed`,
    table(
      [
        'wave',
        'ring',
        'regions',
        'stacks',
        'accounts',
        'tenants',
        'parallel',
        'may fail',
        'a change',
        'from scratch',
      ],
      rows,
    ),
    `expected: ${total(waves, 'change')} to change everything, ${total(waves, 'refresh')} to read everything, ${total(waves, 'first')} from scratch`,
    ...regions.map(describeRegion),
  ].join('\n');
}
