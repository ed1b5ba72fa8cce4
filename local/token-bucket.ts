/** Tokens refilled per second, up to a limit. */
export interface Rate {
  perSecond: number;
  /** The bucket's size, and so the most that can be taken at one moment. */
  burst: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds since 1970 of the last refill. */
  at: number;
}

/** Token buckets by name, each full at first. */
export class TokenBuckets {
  private readonly buckets = new Map<string, Bucket>();

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /** Takes a token from each bucket; if any is empty, takes none and returns false. */
  take(rates: ReadonlyMap<string, Rate>): boolean {
    const at = this.now();
    const filled = [...rates].map(([name, { perSecond, burst }]): [string, Bucket] => {
      const bucket = this.buckets.get(name) ?? { tokens: burst, at };
      const returned = (Math.max(0, at - bucket.at) / 1000) * perSecond;
      return [name, { tokens: Math.min(burst, bucket.tokens + returned), at }];
    });
    const granted = filled.every(([, { tokens }]) => tokens >= 1);
    for (const [name, { tokens }] of filled)
      this.buckets.set(name, { tokens: granted ? tokens - 1 : tokens, at });
    return granted;
  }
}
