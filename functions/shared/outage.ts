import { Denied, type Reason } from './denied';

const reasonsByError = new Map<string, Reason>(
  Object.entries({
    AbortError: 'store-timeout',
    TimeoutError: 'store-timeout',
    LimitExceededException: 'store-throttled',
    ProvisionedThroughputExceededException: 'store-throttled',
    RequestLimitExceeded: 'store-throttled',
    ThrottlingException: 'store-throttled',
    TooManyRequestsException: 'store-throttled',
  }),
);

/** A failed call of an AWS client, by what may be logged of it: `store-throttled`, `-timeout`, `-unavailable`. */
export function outage(error: unknown): Denied {
  const { name = 'unknown', $metadata } = Object(error) as {
    name?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number };
  };
  return new Denied(reasonsByError.get(name) ?? 'store-unavailable', {
    error: name,
    status: $metadata?.httpStatusCode,
    store_request_id: $metadata?.requestId,
    attempts: $metadata?.attempts,
  });
}

/** Throws what a call of an AWS client failed with as Denied. */
export const refuseOutage = (error: unknown): Promise<never> => Promise.reject(outage(error));
