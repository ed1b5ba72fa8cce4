import { exitCodes } from './errors';

type Listener = (signal: NodeJS.Signals) => void;

/** The part of `process` that sends signals. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: Listener): unknown;
  exit(code: number): void;
}

/** How work that is held reacts to a signal. */
interface Held {
  /** It changes something: the first Ctrl-C lets running work finish, and only the second asks it to stop now. */
  finish: boolean;
}

/**
 * Turns signals into requests to stop. Ctrl-C prevents new work and, on repetition, stops running work; SIGTERM does
 * both immediately, and a closed terminal (SIGHUP) only the first. While something is held, the process waits for it;
 * otherwise it exits immediately.
 */
export class Interrupt {
  readonly #stop = new AbortController();
  readonly #tell = new AbortController();
  readonly #say: (line: string) => void;
  readonly #held = new Set<Held>();

  constructor(source: SignalSource, say: (line: string) => void) {
    this.#say = say;
    const on = (signal: NodeJS.Signals, held: () => void) =>
      source.on(signal, () => (this.#held.size === 0 ? source.exit(exitCodes.interrupted) : held()));
    on('SIGINT', () => (this.#mayFinish() ? this.#finish() : this.#interrupted()));
    on('SIGTERM', () => this.#interrupted());
    on('SIGHUP', () => this.#hungUp());
  }

  /** Aborts on the first signal: nothing new is started, and held work winds down. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborts when running work should be asked to stop. */
  get tell(): AbortSignal {
    return this.#tell.signal;
  }

  /** Whether this is the first signal, and running work should finish. */
  #mayFinish(): boolean {
    return !this.signal.aborted && [...this.#held].some(({ finish }) => finish);
  }

  #finish(): void {
    this.#say(
      'interrupted: running work will finish, and nothing new is started; press Ctrl-C again to stop it now, gracefully',
    );
    this.#stop.abort();
  }

  #interrupted(): void {
    // Never more forceful than the first time: a killed Terraform loses track of what it created and keeps its lock.
    if (this.tell.aborted) {
      this.#say('still waiting for running work to stop gracefully; nothing is killed');
      return;
    }
    this.#say('interrupted: waiting for running work to stop gracefully and release its locks');
    this.#stop.abort();
    this.#tell.abort();
  }

  /** A lost connection is not a request to stop: running work finishes, and nothing new is started. */
  #hungUp(): void {
    if (this.signal.aborted) return;
    this.#say('the terminal was closed: running work will finish, and nothing new is started');
    this.#stop.abort();
  }

  /** Runs work that must end gracefully, whatever signal arrives. */
  async hold<T>(work: () => Promise<T>, held: Held = { finish: false }): Promise<T> {
    const own = { ...held };
    this.#held.add(own);
    try {
      return await work();
    } finally {
      this.#held.delete(own);
    }
  }
}
