import { callOf } from '../iam/operations';
import { type Protocol, type ProtocolError, protocolError, protocolOf } from '../protocol-error';
import type { AwsRequest, AwsResponse } from '../service';
import { TokenBuckets } from '../token-bucket';
import { bucketsOf, type RateQuota } from './rate-quota';

type Refusal = Omit<ProtocolError, 'message'>;

/** What most services say, by protocol (each API reference, "Common errors"; S3's own list of errors). */
const usual: Readonly<Record<Protocol, Refusal>> = {
  json: { status: 400, code: 'ThrottlingException' },
  'rest-json': { status: 429, code: 'TooManyRequestsException' },
  query: { status: 400, code: 'Throttling' },
  ec2: { status: 503, code: 'RequestLimitExceeded' },
  s3: { status: 503, code: 'SlowDown' },
};

/** What others say, by IAM's prefix (errors of each operation in the API references). */
const special: Readonly<Record<string, Refusal>> = {
  'cognito-idp': { status: 400, code: 'TooManyRequestsException' },
  lambda: {
    status: 429,
    code: 'TooManyRequestsException',
    more: { Reason: 'CallerRateLimitExceeded', Type: 'User' },
  },
};

/** What a service answers when it is asked too often. */
export const throttled = (request: AwsRequest, service: string): AwsResponse =>
  protocolError(request, { ...(special[service] ?? usual[protocolOf(request)]), message: 'Rate exceeded' });

/** AWS's limits to how often it is asked. Unsigned requests, which are those of end users, count for none. */
export class RequestThrottle {
  private readonly buckets: TokenBuckets;

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly quotas: readonly RateQuota[],
    now: () => number,
  ) {
    this.buckets = new TokenBuckets(now);
  }

  /** The refusal of a request that exceeds a quota. Any other counts for its quotas from here on. */
  refusal(request: AwsRequest): AwsResponse | undefined {
    const call = request.service ? callOf(request) : undefined;
    if (!call || this.buckets.take(bucketsOf(this.quotas, call))) return undefined;
    return throttled(request, call.service);
  }
}
