/** How long calls to a store may take, in milliseconds. */
export interface Budget {
  /** To open a connection. */
  connect: number;
  /** For one try, from the request to the first byte of the answer. */
  perTry: number;
  /** For everything: all calls and tries, the pauses between them, and reading the answers. */
  total: number;
}

/** One try and one retry, on a new connection: a connection frozen with the function may be dead. */
export const attempts = 2;

/**
 * Cognito waits 5 s for a hook (Developer Guide, "Customizing user pool workflows with Lambda triggers"), cold
 * start included, for which 1.5 s are left. A function cannot see how much of Cognito's time has passed:
 * `getRemainingTimeInMillis` counts from the end of the cold start. DynamoDB answers such a read in under 10 ms,
 * so a try that takes 1.5 s is unlikely ever to answer. Between tries the SDK pauses at most 0.5 s.
 */
export const lambdaBudget: Budget = { connect: 500, perTry: 1500, total: 3500 };

/**
 * API Gateway waits 10 s for an authorizer ("Quotas for HTTP APIs"), but callers will not. Registry, keys and
 * policy store answer in some 10 ms each: if they take 3 s together, the request is refused and can be retried.
 */
export const edgeBudget: Budget = { connect: 500, perTry: 1000, total: 3000 };
