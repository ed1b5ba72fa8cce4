import { callOf } from '../iam/operations';
import { type ProtocolError, protocolError } from '../protocol-error';
import type { AwsRequest, AwsResponse } from '../service';
import { TokenBuckets } from '../token-bucket';
import { bucketsOf, type RateQuota } from './rate-quota';

type Refusal = Omit<ProtocolError, 'message'>;

/** What most services say (each API reference, "Common errors"). */
const usual: Refusal = { status: 400, code: 'ThrottlingException' };

/** What others say, by IAM's prefix. */
const special: Readonly<Record<string, Refusal>> = {
  // Cognito user pools API reference, errors of each operation.
  'cognito-idp': { status: 400, code: 'TooManyRequestsException' },
  // Lambda API reference, "TooManyRequestsException" of each operation.
  lambda: {
    status: 429,
    code: 'TooManyRequestsException',
    more: { Reason: 'CallerRateLimitExceeded', Type: 'User' },
  },
  // API Gateway version 2 API reference, status 429 of each resource.
  apigateway: { status: 429, code: 'TooManyRequestsException' },
  // CloudWatch API reference, "Common errors".
  cloudwatch: { status: 400, code: 'Throttling' },
};

/** What a service answers when it is asked too often. */
export const throttled = (request: AwsRequest, service: string): AwsResponse =>
  protocolError(request, { ...(special[service] ?? usual), message: 'Rate exceeded' });

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
