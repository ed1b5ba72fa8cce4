import { TokenBuckets } from '../token-bucket';
import type { Exchange } from './exchange';

/** What an account may have at most, where nothing less is said (service quotas of API Gateway). */
const account = { throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 };

/**
 * Token buckets, one a route of a stage: a request takes a token, `throttlingRateLimit` come back each second, up to
 * `throttlingBurstLimit`. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class Throttle {
  private readonly buckets: TokenBuckets;

  /** `now` is in milliseconds since 1970. */
  constructor(now: () => number) {
    this.buckets = new TokenBuckets(now);
  }

  /** Takes a token; false where none is left. */
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
