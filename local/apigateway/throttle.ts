import { TokenBuckets } from '../token-bucket';
import type { Exchange } from './exchange';

/** An account's limits, which apply unless lower ones are set (service quotas of API Gateway). */
const account = { throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 };

/**
 * Token buckets, one per route of a stage: each request takes a token, and `throttlingRateLimit` tokens are added per
 * second, up to `throttlingBurstLimit`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class Throttle {
  private readonly buckets: TokenBuckets;

  /** `now` is in milliseconds since 1970. */
  constructor(now: () => number) {
    this.buckets = new TokenBuckets(now);
  }

  /** Takes a token; false if none is left. */
  take({ api, stage, route }: Pick<Exchange, 'api' | 'stage' | 'route'>): boolean {
    const routeKey = route?.routeKey ?? '';
    const own = stage.routeSettings?.[routeKey];
    const { throttlingRateLimit: perSecond, throttlingBurstLimit: burst } = {
      ...account,
      ...stage.defaultRouteSettings,
      ...own,
    };
    return this.buckets.take(
      new Map([[`${api.apiId}/${stage.stageName}/${routeKey}`, { perSecond, burst }]]),
    );
  }
}
