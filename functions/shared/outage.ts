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

/** A failed AWS call as Denied, with only what may be logged: `store-throttled`, `-timeout`, `-unavailable`. */
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

/** Rejects with an AWS client's error as Denied. */
export const refuseOutage = (error: unknown): Promise<never> => Promise.reject(outage(error));
