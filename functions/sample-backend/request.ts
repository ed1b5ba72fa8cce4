import { Denied } from '../shared/denied';
import {
  assertShape,
  isOneOf,
  isRecord,
  isText,
  isTextMap,
  optional,
  type Rule,
} from '../shared/events/shape';

/** What the sample reads of a request that the authorizer allowed. */
export interface PassedRequest {
  method: string;
  path: string;
  parameters: Readonly<Record<string, string>>;
  authorization: string | undefined;
  /** The body, if it is a JSON object. */
  body: Readonly<Record<string, unknown>>;
  /** The authorizer's context. */
  context: Readonly<Record<string, unknown>>;
}

/** Payload 2.0 of a Lambda proxy integration, behind a Lambda authorizer. */
const rules: readonly Rule[] = [
  ['version', isOneOf('2.0')],
  ['rawPath', isText],
  ['headers', optional(isTextMap)],
  ['body', optional((value) => typeof value === 'string')],
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
  body?: string | null;
  isBase64Encoded?: boolean;
  pathParameters?: Record<string, string> | null;
  requestContext: { http: { method: string }; authorizer: { lambda: Record<string, unknown> } };
}

/** Empty without a body; anything but a JSON object is refused, since nothing in it could be compared. */
function bodyOf({ body, isBase64Encoded }: ProxyEvent): Record<string, unknown> {
  if (!body) return {};
  try {
    const value: unknown = JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body);
    if (isRecord(value)) return value;
  } catch {
    // Reported below.
  }
  throw new Denied('request-judged-otherwise', { values: ['body'] });
}

/** Throws Denied (`malformed-event`) unless everything the function reads is present. */
export function passedRequest(event: unknown): PassedRequest {
  assertShape(event, rules);
  const passed = event as ProxyEvent;
  const { rawPath, headers, pathParameters, requestContext } = passed;
  return {
    method: requestContext.http.method,
    path: rawPath,
    parameters: pathParameters ?? {},
    authorization: headers?.authorization,
    body: bodyOf(passed),
    context: requestContext.authorizer.lambda,
  };
}
