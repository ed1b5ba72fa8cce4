/** Whether another runner is still there, told by the signs of life that it writes. */

/** How often a runner gives a sign of life, in milliseconds. */
export const signEvery = 10_000;

/** A runner that has given no sign for so long is believed to be gone, in milliseconds. */
export const silentFor = 60_000;

/** How often a board is looked at, in milliseconds, give or take a quarter. */
export const lookEvery = 2000;

/** Signs of life as they were at one look: any text that is another one after each sign. */
export type Signs = ReadonlyMap<string, string>;

/**
 * Looks at signs of life, again and again. Only what the looker itself has seen counts, by its own clock: no two machines'
 * clocks are compared.
 */
export class Watch {
  readonly #seen = new Map<string, { sign: string | undefined; silentMs: number }>();

  /**
   * @param runners whose signs matter
   * @param elapsedMs since the last look. Should this machine have slept, the others may have, too: so no look counts
   * for more than two
   * @returns those that have been silent for too long
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
