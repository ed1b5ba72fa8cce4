import { interruption } from '../cli/errors';

/** Prints the demo's progress step by step, with the duration of each step. */
export interface Story {
  /** Runs one step under its title. Throws if the user interrupts it. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Prints details of the current step. */
  tell(...lines: string[]): void;
  /** Seconds since the start. */
  seconds(): number;
}

/** @param steps how many steps there will be */
export function tellStory(say: (line: string) => void, steps: number, stop: AbortSignal): Story {
  const started = performance.now();
  let number = 0;
  const since = (from: number) => Math.round((performance.now() - from) / 100) / 10;
  const ensureWanted = () => {
    if (stop.aborted)
      throw interruption(
        'the demo was interrupted; everything it started has been stopped',
        'to start over: npx fleet demo',
      );
  };
  return {
    async step(title, work) {
      ensureWanted();
      say(`\n[${++number}/${steps}] ${title}`);
      const from = performance.now();
      const result = await work();
      ensureWanted();
      say(`      ${since(from)} s`);
      return result;
    },
    tell: (...lines) => {
      for (const line of lines) say(`      ${line}`);
    },
    seconds: () => since(started),
  };
}
