import { exitCodes } from './errors';

type Listener = (signal: NodeJS.Signals) => void;

/** The part of `process` that sends signals. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: Listener): unknown;
  exit(code: number): void;
}

const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Turns Ctrl-C, SIGTERM and a closed terminal into one wish to stop.
 * While something is held, the process waits for it; otherwise it ends at once.
 */
export class Interrupt {
  readonly #controller = new AbortController();
  readonly #say: (line: string) => void;
  #held = 0;

  constructor(source: SignalSource, say: (line: string) => void) {
    this.#say = say;
    for (const signal of signals)
      source.on(signal, () => {
        if (this.#held === 0) source.exit(exitCodes.interrupted);
        else this.#stop();
      });
  }

  /** Aborts on the first signal. Whoever holds ends its work in an orderly way then. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  #stop(): void {
    // Never harder than the first time: a killed Terraform loses what it made and keeps its lock.
    if (this.signal.aborted) {
      this.#say('still waiting for what runs to end in order; nothing is killed');
      return;
    }
    this.#say('interrupted: waiting for what runs to end in order and to release its locks');
    this.#controller.abort();
  }

  /** Does work that must end in order, whatever signal comes. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#held++;
    try {
      return await work();
    } finally {
      this.#held--;
    }
  }
}
