import { LRUCache } from 'lru-cache';

/** Milliseconds since 1970, as `Date.now`. */
export type Clock = () => number;

/**
 * An in-memory LRU cache of at most `max` values, each with its own expiry. No timer runs, since timers stop
 * while a function is frozen.
 */
export class ExpiringCache<V extends object> {
  readonly #entries: LRUCache<string, { value: V; until: number }>;

  constructor(
    max: number,
    readonly now: Clock,
  ) {
    this.#entries = new LRUCache({ max });
  }

  /** The value, unless it has expired. */
  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry && this.now() < entry.until) return entry.value;
    this.delete(key);
    return undefined;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  set(key: string, value: V, until: number): void {
    if (this.now() < until) this.#entries.set(key, { value, until });
  }
}
