import { interruption } from '../cli/errors';

/** Tells the demo step by step, and measures each. */
export interface Story {
  /** Runs one step under its title. Throws when the user has interrupted in the meantime. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** A detail of the step that runs. */
  tell(...lines: string[]): void;
  /** Seconds since the beginning. */
  seconds(): number;
}

/** @param steps how many there will be */
export function tellStory(say: (line: string) => void, steps: number, stop: AbortSignal): Story {
  const started = performance.now();
  let number = 0;
  const since = (from: number) => Math.round((performance.now() - from) / 100) / 10;
  const ensureWanted = () => {
    if (stop.aborted)
      throw interruption(
        'the demo was interrupted; what it started is stopped',
        'it starts from nothing each time: npx fleet demo',
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
