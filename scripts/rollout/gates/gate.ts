/**
 * What a check of the world can say. `unknown`: it could not be found out, for want of data or of an answer, and
 * nobody may go on because of that.
 */
export type Answer = 'pass' | 'fail' | 'unknown';

/** How long a gate waits for an answer. */
export interface Patience {
  /** Checks in all, at least one. */
  checks: number;
  /** Between two checks. */
  pauseMs: number;
}

/** Asks until there is an answer, or the patience ends. Whoever cannot tell by then has not passed. */
export async function patiently(
  ask: () => Promise<Answer>,
  { checks, pauseMs }: Patience,
  pause: (ms: number) => Promise<void>,
): Promise<Answer> {
  for (let check = 1; ; check++) {
    const answer = await ask();
    if (answer !== 'unknown' || check >= checks) return answer;
    await pause(pauseMs);
  }
}
