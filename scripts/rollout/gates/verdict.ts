import type { Answer } from './gate';

/** One thing that a gate looks at: `alarm edge-5xx in identity eu-central-1`. */
export type Check = string;

/** What was found of each check. */
export type Found = ReadonlyMap<Check, Answer>;

/** Why a gate says what it says. */
export interface GateVerdict {
  answer: Answer;
  /** Checks that keep the wave from passing. */
  because: Check[];
  /** Checks that failed before the wave, and still do: nobody blames it for them. */
  before: Check[];
}

/**
 * Compares what was found after a wave with what was found before it. A check that could not be told before counts
 * like any other. A wave in which nothing is to be looked at, such as tables alone, passes.
 * @param baseline checks that are missing in it are asked after the wave alone
 */
export function judgeWave(baseline: Found, now: Found): GateVerdict {
  const before = [...now].filter(([check, answer]) => answer !== 'pass' && baseline.get(check) === 'fail');
  const excused = new Set(before.map(([check]) => check));
  const left = [...now].filter(([check]) => !excused.has(check));
  const failed = left.filter(([, answer]) => answer === 'fail');
  const unknown = left.filter(([, answer]) => answer === 'unknown');
  const because = failed.length > 0 ? failed : unknown;
  const answer = failed.length > 0 ? 'fail' : unknown.length > 0 ? 'unknown' : 'pass';
  return { answer, because: because.map(([check]) => check), before: [...excused] };
}
