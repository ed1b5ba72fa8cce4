/**
 * The outcome of a check. `unknown`: there was no data or no answer, which never counts as a pass.
 */
export type Answer = 'pass' | 'fail' | 'unknown';

/** How long a gate waits for a conclusive answer. */
export interface Patience {
  /** Total number of checks, at least one. */
  checks: number;
  /** Pause between two checks. */
  pauseMs: number;
}

/** Asks until the answer is conclusive, or patience runs out. `unknown` is not a pass. */
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
