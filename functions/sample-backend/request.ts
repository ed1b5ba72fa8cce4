import {
  assertShape,
  isOneOf,
  isRecord,
  isText,
  isTextMap,
  optional,
  type Rule,
} from '../shared/events/shape';

/** What the sample reads of a request that the authorizer let pass. */
export interface PassedRequest {
  method: string;
  path: string;
  parameters: Readonly<Record<string, string>>;
  authorization: string | undefined;
  /** What the authorizer said of it. */
  context: Readonly<Record<string, unknown>>;
}

/** Payload 2.0 of a Lambda proxy integration, behind a Lambda authorizer. */
const rules: readonly Rule[] = [
  ['version', isOneOf('2.0')],
  ['rawPath', isText],
  ['headers', optional(isTextMap)],
  ['pathParameters', optional(isTextMap)],
  ['requestContext', isRecord],
  ['requestContext.http', isRecord],
  ['requestContext.http.method', isText],
  ['requestContext.authorizer', isRecord],
  ['requestContext.authorizer.lambda', isRecord],
];

interface ProxyEvent {
  rawPath: string;
  headers?: Record<string, string> | null;
  pathParameters?: Record<string, string> | null;
  requestContext: { http: { method: string }; authorizer: { lambda: Record<string, unknown> } };
}

/** Throws Denied (`malformed-event`) unless all that the function reads is there. */
export function passedRequest(event: unknown): PassedRequest {
  assertShape(event, rules);
  const { rawPath, headers, pathParameters, requestContext } = event as ProxyEvent;
  return {
    method: requestContext.http.method,
    path: rawPath,
    parameters: pathParameters ?? {},
    authorization: headers?.authorization,
    context: requestContext.authorizer.lambda,
  };
}
