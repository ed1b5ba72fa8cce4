import { exitCodes } from './errors';

type Listener = (signal: NodeJS.Signals) => void;

/** The part of `process` that sends signals. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: Listener): unknown;
  exit(code: number): void;
}

/** What a signal asks of work that is held. */
interface Held {
  /** It changes something: the first Ctrl-C lets what runs finish, and only the second asks it to end now. */
  finish: boolean;
}

/**
 * Turns signals into wishes. Ctrl-C stops what would be started next and, given again, ends what runs; SIGTERM does both
 * at once, and a terminal that is closed (SIGHUP) only the first. While something is held, the process waits for it;
 * otherwise it ends at once.
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

  /** Aborts on the first signal: nothing new is started. Whoever holds ends its work in an orderly way then. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborts when what runs is to be asked to end. */
  get tell(): AbortSignal {
    return this.#tell.signal;
  }

  /** Whether nothing was wished for yet, and what runs is worth finishing. */
  #mayFinish(): boolean {
    return !this.signal.aborted && [...this.#held].some(({ finish }) => finish);
  }

  #finish(): void {
    this.#say(
      'interrupted: what runs is finished, and nothing new is started; Ctrl-C again ends it now, in order',
    );
    this.#stop.abort();
  }

  #interrupted(): void {
    // Never harder than the first time: a killed Terraform loses what it made and keeps its lock.
    if (this.tell.aborted) {
      this.#say('still waiting for what runs to end in order; nothing is killed');
      return;
    }
    this.#say('interrupted: waiting for what runs to end in order and to release its locks');
    this.#stop.abort();
    this.#tell.abort();
  }

  /** A connection that breaks off is nobody's wish: what runs goes on to its own end, and nothing follows it. */
  #hungUp(): void {
    if (this.signal.aborted) return;
    this.#say('the terminal is closed: what runs goes on to its end, and nothing new is started');
    this.#stop.abort();
  }

  /** Does work that must end in order, whatever signal comes. */
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
