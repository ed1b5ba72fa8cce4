/** One request to the local AWS, parsed as far as every service needs it. */
export interface AwsRequest {
  /** Signing name from the credential scope: `cognito-idp`, `dynamodb`, `lambda`, …; empty when unsigned. */
  service: string;
  region: string;
  /** Account that the credentials belong to (assumed roles belong to the role's account). */
  account: string;
  /** Operation name of JSON protocols, from `X-Amz-Target`; empty for REST and query protocols. */
  operation: string;
  method: string;
  /** Path with query string, as received. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** How it was received; left out for the local AWS's own requests. */
  wire?: Wire;
}

/** Details that only matter to services that pass a request on to an application. */
export interface Wire {
  /** Alternating names and values, as received. */
  rawHeaders: string[];
  /** IP address of the client. */
  peer: string;
  /** Such as `1.1`. */
  httpVersion: string;
}

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  /** Values of `Set-Cookie`, the only header that is repeated. */
  cookies?: string[];
  body: Buffer | string;
}

/** Forwards a request to moto, in the account and region that the request names. */
export type Forward = (request: AwsRequest) => Promise<AwsResponse>;

/** Handles one operation; undefined leaves the request to moto. */
export type Handler = (
  request: AwsRequest,
  forward: Forward,
) => AwsResponse | undefined | Promise<AwsResponse | undefined>;

/** What the local AWS adds to moto for one service: a table of operations. */
export interface Service {
  /**
   * The operation that a request names: AWS's name, such as `CreateUserPool`, or `METHOD /path` for REST, with `*` for
   * each variable part of the path. Undefined if the request isn't for this service.
   */
  operationOf(request: AwsRequest): string | undefined;
  operations: Readonly<Record<string, Handler>>;
  /** Handles operations of the service that are not in the table. If left out, moto does. */
  otherwise?: Handler;
}

/** A JSON-protocol response. */
export const json = (status: number, body: unknown, version: '1.0' | '1.1' = '1.1'): AwsResponse => ({
  status,
  headers: { 'content-type': `application/x-amz-json-${version}` },
  body: JSON.stringify(body),
});

/** An error in the shape of AWS's JSON protocols; SDKs and Terraform read its `__type`. */
export const awsError = (
  status: number,
  type: string,
  message: string,
  more: Record<string, unknown> = {},
  version: '1.0' | '1.1' = '1.1',
): AwsResponse => json(status, { __type: type, message, ...more }, version);
