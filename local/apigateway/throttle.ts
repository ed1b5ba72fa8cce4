import type { Exchange } from './exchange';

/** What an account may have at most, where nothing less is said (service quotas of API Gateway). */
const account = { throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 };

interface Bucket {
  tokens: number;
  /** Milliseconds since 1970 of the last request. */
  at: number;
}

/**
 * Token buckets, one a route of a stage: a request takes a token, `throttlingRateLimit` come back each second, up to
 * `throttlingBurstLimit`. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class Throttle {
  private readonly buckets = new Map<string, Bucket>();

  /** `now` is in milliseconds since 1970. */
  constructor(private readonly now: () => number) {}

  /** Takes a token; false where none is left. */
  take({ api, stage, route }: Pick<Exchange, 'api' | 'stage' | 'route'>): boolean {
    const routeKey = route?.routeKey ?? '';
    const own = stage.routeSettings?.[routeKey];
    const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = {
      ...account,
      ...stage.defaultRouteSettings,
      ...own,
    };
    const key = `${api.apiId}/${stage.stageName}/${routeKey}`;
    const now = this.now();
    const { tokens, at } = this.buckets.get(key) ?? { tokens: burst, at: now };
    const left = Math.min(burst, tokens + (Math.max(0, now - at) / 1000) * rate);
    const granted = left >= 1;
    this.buckets.set(key, { tokens: granted ? left - 1 : left, at: now });
    return granted;
  }
}
