import type { ClientRequest } from './client-request';
import type { Api, Route, Stage } from './state';

/** One request to an API being processed, and what is known of it so far. */
export interface Exchange {
  api: Api;
  stage: Stage;
  /** Undefined if no route matches. */
  route?: Route | undefined;
  pathParameters: Record<string, string>;
  request: ClientRequest;
  /** The request's path without the stage. */
  path: string;
  requestId: string;
  /** Milliseconds since 1970. */
  time: number;
  /** The `context` returned by the route's authorizer. */
  authorizer?: Record<string, unknown>;
  /** Further context variables for the access log, by name. */
  learned: Record<string, string>;
}

/** A response that API Gateway generates itself. `responseType` is AWS's term in access logs. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly responseType: string,
    /** The response body's message; the same for every reason, which only the access log shows. */
    message: string,
  ) {
    super(message);
  }
}

/** What clients see of any error that they cannot fix. */
export const internalError = (responseType: string) =>
  new Refused(500, responseType, 'Internal Server Error');

/** An integration that cannot be reached or takes too long. */
export const unavailable = (responseType: string) => new Refused(503, responseType, 'Service Unavailable');

/** An ARN of the API that a Lambda permission can name. */
export const executeArn = ({ api: { region, account, apiId } }: Pick<Exchange, 'api'>, resource: string) =>
  `arn:aws:execute-api:${region}:${account}:${apiId}/${resource}`;

/** Resolves like `promise`; rejects with the error from `late` if it takes too long. */
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
