import { LRUCache } from 'lru-cache';

/** Milliseconds since 1970, as `Date.now`. */
export type Clock = () => number;

/**
 * Values in memory: at most `max` of them, each until a time of its own. Where there are too many, the one that
 * nobody has asked for the longest goes first. No timer runs, for timers stand still while a function is frozen.
 */
export class ExpiringCache<V extends object> {
  readonly #entries: LRUCache<string, { value: V; until: number }>;

  constructor(
    max: number,
    readonly now: Clock,
  ) {
    this.#entries = new LRUCache({ max });
  }

  /** The value, unless its time is over. */
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
