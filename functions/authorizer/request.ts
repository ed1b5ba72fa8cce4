import { isIP } from 'node:net';
import {
  assertShape,
  isOneOf,
  isRecord,
  isText,
  isTextMap,
  optional,
  type Rule,
} from '../shared/events/shape';

/** What the authorizer reads of a request. */
export interface ApiRequest {
  /** API Gateway's request id, which is also in the access log. */
  requestId: string;
  routeKey: string;
  /** Parameters of the path, decoded. */
  path: Record<string, string>;
  rawQuery: string;
  /** By name in lower case. Repeated headers are joined with a comma. */
  headers: Record<string, string>;
  sourceIp: string;
}

const isAnyText = (value: unknown) => typeof value === 'string';

/** Payload 2.0 of a REQUEST authorizer for HTTP APIs (API Gateway Developer Guide). */
const rules: readonly Rule[] = [
  ['version', isOneOf('2.0')],
  ['type', isOneOf('REQUEST')],
  ['routeKey', isText],
  ['rawQueryString', optional(isAnyText)],
  ['headers', optional(isTextMap)],
  ['pathParameters', optional(isTextMap)],
  ['requestContext', isRecord],
  ['requestContext.requestId', isText],
  ['requestContext.http', isRecord],
  ['requestContext.http.sourceIp', (value) => typeof value === 'string' && isIP(value) !== 0],
];

/** An event that satisfies the rules. */
interface AuthorizerEvent {
  routeKey: string;
  rawQueryString?: string | null;
  headers?: Record<string, string> | null;
  pathParameters?: Record<string, string> | null;
  requestContext: { requestId: string; http: { sourceIp: string } };
}

/** Throws Denied (`malformed-event`) unless everything the function reads is present. */
export function apiRequest(event: unknown): ApiRequest {
  assertShape(event, rules);
  const { routeKey, rawQueryString, headers, pathParameters, requestContext } = event as AuthorizerEvent;
  return {
    requestId: requestContext.requestId,
    routeKey,
    path: pathParameters ?? {},
    rawQuery: rawQueryString ?? '',
    headers: headers ?? {},
    sourceIp: requestContext.http.sourceIp,
  };
}
