import { ownRequest } from '../forward';
import type { AwsRequest, AwsResponse } from '../service';

/** Dates in Lambda's paths are API versions, one per feature. */
const FUNCTION_PATH = /^\/(\d{4}-\d{2}-\d{2})\/functions(?:\/([^/?]+)(\/[^?]*)?)?\/?(?:\?(.*))?$/;

/** A request to Lambda's REST API about functions. */
export interface FunctionPath {
  /** Function name, with the account and region if it was given as an ARN; empty for the list of functions. */
  name: string;
  /** Version or alias, from the name or the query; undefined for the latest. */
  qualifier?: string;
  /** The rest of the path after the name, such as `/configuration`; empty for the function itself. */
  rest: string;
}

/** Parses `name`, `name:qualifier` or an ARN. */
export function parseFunctionName(name: string): Pick<FunctionPath, 'name' | 'qualifier'> {
  const [bare = '', qualifier] = name.replace(/^arn:aws:lambda:[^:]*:\d*:function:/, '').split(':');
  return { name: bare, qualifier };
}

/** Parses the path of a request to Lambda; undefined if it is not about functions. */
export function parseFunctionPath(path: string): FunctionPath | undefined {
  const found = FUNCTION_PATH.exec(path);
  if (!found) return undefined;
  const { name, qualifier } = parseFunctionName(decodeURIComponent(found[2] ?? ''));
  const asked = new URLSearchParams(found[4] ?? '').get('Qualifier') ?? undefined;
  return { name, qualifier: qualifier ?? asked, rest: found[3] ?? '' };
}

/** A request about one function, for our own calls. */
export function lambdaRequest(
  where: Pick<AwsRequest, 'account' | 'region'>,
  { name, qualifier, rest }: FunctionPath,
): AwsRequest {
  const query = qualifier ? `?Qualifier=${encodeURIComponent(qualifier)}` : '';
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}${rest}${query}`;
  return ownRequest(
    { service: 'lambda', region: where.region, account: where.account },
    { method: 'GET', path },
  );
}

/** A response of Lambda's REST API. */
export const lambdaJson = (status: number, body: unknown): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** An error of Lambda's REST API. */
export const lambdaError = (status: number, type: string, message: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
  body: JSON.stringify({ Type: 'User', Message: message, message }),
});
