import { callOf } from '../iam/operations';
import { type Protocol, type ProtocolError, protocolError, protocolOf } from '../protocol-error';
import type { AwsRequest, AwsResponse } from '../service';
import { TokenBuckets } from '../token-bucket';
import { bucketsOf, type RateQuota } from './rate-quota';

type Refusal = Omit<ProtocolError, 'message'>;

/** Most services' error, by protocol (each API reference, "Common errors"; S3's list of errors). */
const usual: Readonly<Record<Protocol, Refusal>> = {
  json: { status: 400, code: 'ThrottlingException' },
  'rest-json': { status: 429, code: 'TooManyRequestsException' },
  query: { status: 400, code: 'Throttling' },
  ec2: { status: 503, code: 'RequestLimitExceeded' },
  s3: { status: 503, code: 'SlowDown' },
};

/** Other services' errors, by IAM's prefix (errors of each operation in the API references). */
const special: Readonly<Record<string, Refusal>> = {
  'cognito-idp': { status: 400, code: 'TooManyRequestsException' },
  lambda: {
    status: 429,
    code: 'TooManyRequestsException',
    more: { Reason: 'CallerRateLimitExceeded', Type: 'User' },
  },
};

/** A service's response to a throttled request. */
export const throttled = (request: AwsRequest, service: string): AwsResponse =>
  protocolError(request, { ...(special[service] ?? usual[protocolOf(request)]), message: 'Rate exceeded' });

/** AWS's rate limits. Unsigned requests, which come from end users, don't count. */
export class RequestThrottle {
  private readonly buckets: TokenBuckets;

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly quotas: readonly RateQuota[],
    now: () => number,
  ) {
    this.buckets = new TokenBuckets(now);
  }

  /** The error for a request that exceeds a quota. Any other request is counted towards its quotas. */
  refusal(request: AwsRequest): AwsResponse | undefined {
    const call = request.service ? callOf(request) : undefined;
    if (!call || this.buckets.take(bucketsOf(this.quotas, call))) return undefined;
    return throttled(request, call.service);
  }
}
