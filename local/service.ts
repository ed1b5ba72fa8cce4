/** One request to the local AWS, taken apart as far as every service needs it. */
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
  /** How it came; left out for requests of our own. */
  wire?: Wire;
}

/** What of a request only those need who pass it on to somebody's application. */
export interface Wire {
  /** Names and values in turn, as received. */
  rawHeaders: string[];
  /** IP address of the client. */
  peer: string;
  /** Such as `1.1`. */
  httpVersion: string;
}

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  /** Values of `Set-Cookie`, the one header that is repeated. */
  cookies?: string[];
  body: Buffer | string;
}

/** Sends a request on to moto, in the account and region that the request names. */
export type Forward = (request: AwsRequest) => Promise<AwsResponse>;

/** Answers one operation; undefined leaves the request to moto. */
export type Handler = (
  request: AwsRequest,
  forward: Forward,
) => AwsResponse | undefined | Promise<AwsResponse | undefined>;

/** What the local AWS adds to moto for one service: a table of operations. */
export interface Service {
  /**
   * The operation that a request asks for: AWS's name, such as `CreateUserPool`, or `METHOD /path` of what speaks REST,
   * with `*` for each part of the path that varies. Undefined: the request isn't this service's.
   */
  operationOf(request: AwsRequest): string | undefined;
  operations: Readonly<Record<string, Handler>>;
  /** Answers operations of the service that are not in the table. Left out: moto answers them. */
  otherwise?: Handler;
}

/** A JSON-protocol answer. */
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
