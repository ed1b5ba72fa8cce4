import type { ClientRequest } from './client-request';
import type { Api, Route, Stage } from './state';

/** One request to an API on its way, and what is known of it. */
export interface Exchange {
  api: Api;
  stage: Stage;
  /** Undefined where no route fits. */
  route?: Route | undefined;
  pathParameters: Record<string, string>;
  request: ClientRequest;
  /** The request's path without the stage. */
  path: string;
  requestId: string;
  /** Milliseconds since 1970. */
  time: number;
  /** The `context` that the route's authorizer gave. */
  authorizer?: Record<string, unknown>;
  /** What else is known by now, for the access log: a context variable and its value. */
  learned: Record<string, string>;
}

/** An answer that API Gateway gives by itself. `responseType` is its word in access logs. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly responseType: string,
    /** Of the answer's body; the same for every reason, which only the access log tells. */
    message: string,
  ) {
    super(message);
  }
}

/** What clients see of anything that is not theirs to mend. */
export const internalError = (responseType: string) =>
  new Refused(500, responseType, 'Internal Server Error');

/** An integration that cannot be reached or takes too long. */
export const unavailable = (responseType: string) => new Refused(503, responseType, 'Service Unavailable');

/** An ARN of the API that a Lambda's permission may name. */
export const executeArn = ({ api: { region, account, apiId } }: Pick<Exchange, 'api'>, resource: string) =>
  `arn:aws:execute-api:${region}:${account}:${apiId}/${resource}`;

/** Gives what `promise` gives; rejects with what `late` makes when that takes longer. */
export async function within<Value>(
  promise: Promise<Value>,
  milliseconds: number,
  late: () => Error,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
