import type { Answer } from './gate';

/** One check of a gate: `alarm edge-5xx in identity eu-central-1`. */
export type Check = string;

/** The answer to each check. */
export type Found = ReadonlyMap<Check, Answer>;

/** A gate's answer, with its reasons. */
export interface GateVerdict {
  answer: Answer;
  /** Checks that keep the wave from passing. */
  because: Check[];
  /** Checks that already failed before the wave and still do, so they are not blamed on it. */
  before: Check[];
}

/**
 * Compares the findings after a wave with those before it. A check that was unknown before counts
 * like any other. A wave with nothing to check, such as only tables, passes.
 * @param baseline checks missing from it are only made after the wave
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
