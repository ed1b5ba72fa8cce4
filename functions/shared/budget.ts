/** How long the store may take, in milliseconds. */
export interface Budget {
  /** To open a connection. */
  connect: number;
  /** For one try, from the request to the first byte of the answer. */
  perTry: number;
  /** For everything: all calls and tries, the pauses between them, and reading the answers. */
  total: number;
}

/** The first and one retry, on a new connection: a connection that froze with the function may be dead. */
export const attempts = 2;

/**
 * Cognito waits 5 s for a hook (Developer Guide, "Customizing user pool workflows with Lambda triggers"), and a
 * cold start counts: 1.5 s are left for it. Lambda does not tell a function how much of Cognito's time has gone:
 * `getRemainingTimeInMillis` counts from the end of the cold start. DynamoDB answers such a read in under 10 ms,
 * so a try that takes 1.5 s will not answer any more. Between tries the SDK pauses at most 0.5 s.
 */
export const lambdaBudget: Budget = { connect: 500, perTry: 1500, total: 3500 };

/**
 * API Gateway waits 10 s for an authorizer ("Quotas for HTTP APIs"), but who calls it will not. Registry, keys and
 * policy store answer in some 10 ms each: where they take 3 s together, the request is refused, to be sent again.
 */
export const edgeBudget: Budget = { connect: 500, perTry: 1000, total: 3000 };
