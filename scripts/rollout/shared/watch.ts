/** Detects dead runners by their heartbeats. */

/** Heartbeat interval, in milliseconds. */
export const signEvery = 10_000;

/** How long a runner may be silent before it is presumed dead, in milliseconds. */
export const silentFor = 60_000;

/** How often a board is polled, in milliseconds, give or take a quarter. */
export const lookEvery = 2000;

/** Heartbeats as read in one poll: any text that differs after each beat. */
export type Signs = ReadonlyMap<string, string>;

/**
 * Tracks heartbeats across polls. Only the observer's own readings and clock count: no two machines' clocks are
 * compared.
 */
export class Watch {
  readonly #seen = new Map<string, { sign: string | undefined; silentMs: number }>();

  /**
   * @param runners whose signs matter
   * @param elapsedMs time since the last poll. If this machine has slept, the others may have too, so one poll never counts
   * for more than two
   * @returns the runners that have been silent for too long
   */
  look(runners: readonly string[], signs: Signs, elapsedMs: number): string[] {
    const passed = Math.min(elapsedMs, 2 * lookEvery);
    for (const runner of runners) {
      const sign = signs.get(runner);
      const before = this.#seen.get(runner);
      const silentMs = before && before.sign === sign ? before.silentMs + passed : 0;
      this.#seen.set(runner, { sign, silentMs });
    }
    return runners.filter((runner) => (this.#seen.get(runner)?.silentMs ?? 0) >= silentFor);
  }
}
