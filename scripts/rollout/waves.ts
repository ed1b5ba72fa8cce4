/** What a rollout will do, wave by wave: from configuration alone, without AWS. */
import type { Rollout } from '../../environments/schema';
import { duration } from '../cli/duration';
import { table } from '../cli/table';
import type { StackInfo } from '../selection/stacks';
import { type Expected, expectedSeconds } from './expected-time';
import { scheduleOf } from './order';
import { stacksIn } from './schedule/budget';
import { removalWave } from './schedule/schedule';

/** Stacks that roll out together. */
export interface Wave {
  /** As placement numbers it; -1 for removals. Where waves overlap, there is one, 0. */
  wave: number;
  /** `all` for what every ring stands on, `removal` for what is to be destroyed. */
  rings: string[];
  regions: string[];
  accounts: string[];
  stacks: string[];
  tenants: number;
  /** Stacks that run at once, at most. */
  atOnce: number;
  /** Stacks that may fail before the rollout halts. */
  mayFail: number;
  expected: Expected;
}

const unique = (values: readonly string[]) => [...new Set(values)];

/** How many stacks of a wave one machine runs at once, while none has failed. */
function atOnce(stacks: readonly StackInfo[], { limits, failureBudget }: Rollout, parallel: number): number {
  const accounts = unique(stacks.map(({ account }) => account)).length;
  const regions = unique(stacks.map(({ region }) => region)).length;
  const { overall = parallel, account = parallel, region = parallel } = limits;
  const strict = failureBudget.mode === 'strict' ? stacksIn(failureBudget.wave, stacks.length) + 1 : parallel;
  return Math.min(parallel, stacks.length, overall, account * accounts, region * regions, strict);
}

/**
 * The waves of these stacks, in their order.
 * @param parallel stacks that one machine works on at once
 */
export function rolloutWaves(stacks: readonly StackInfo[], rollout: Rollout, parallel: number): Wave[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const waves = new Map<number, StackInfo[]>();
  for (const { id, wave } of scheduleOf(stacks, rollout).steps) {
    const place = rollout.wavesOverlap ? 0 : wave;
    waves.set(place, [...(waves.get(place) ?? []), byId.get(id) as StackInfo]);
  }
  return [...waves].map(([wave, own]) => {
    const most = atOnce(own, rollout, parallel);
    return {
      wave,
      rings: unique(own.map(({ ring, removed }) => (removed ? 'removal' : (ring ?? 'all')))),
      regions: unique(own.map(({ region }) => region)),
      accounts: unique(own.map(({ account }) => account)),
      stacks: own.map(({ id }) => id),
      tenants: unique(own.flatMap(({ tenants }) => tenants)).length,
      atOnce: most,
      mayFail: stacksIn(rollout.failureBudget.wave, own.length),
      expected: expectedSeconds(own, most),
    };
  });
}

const total = (waves: readonly Wave[], kind: keyof Expected) =>
  duration(waves.reduce((sum, { expected }) => sum + expected[kind], 0));

/** The waves as a table. */
export function describeWaves(environment: string, waves: readonly Wave[]): string {
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
        'at once',
        'may fail',
        'a change',
        'from nothing',
      ],
      rows,
    ),
    `expected: ${total(waves, 'change')} for a change of all of it, ${total(waves, 'first')} from nothing`,
  ].join('\n');
}
