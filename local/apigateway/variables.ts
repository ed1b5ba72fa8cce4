import type { Exchange } from './exchange';
import { hostOf } from './state';

/** Such as `24/Nov/2026:18:03:14 +0000`, the Common Log Format. */
export function logTime(time: number): string {
  const [, , day, month, year, clock] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}

/** A claim of an authorizer's context as text. */
const asText = (value: unknown) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

/**
 * The value of a context variable, named without `$context.`; undefined if it has none here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function contextValue(exchange: Exchange, name: string): string | undefined {
  const { api, stage, route, request, requestId, time, authorizer = {}, learned } = exchange;
  const plain: Record<string, string | undefined> = {
    accountId: api.account,
    apiId: api.apiId,
    domainName: hostOf(api),
    domainPrefix: api.apiId,
    extendedRequestId: requestId,
    httpMethod: request.method,
    'identity.sourceIp': request.peer,
    'identity.userAgent': request.headers['user-agent'],
    path: request.path,
    protocol: request.protocol,
    requestId,
    requestTime: logTime(time),
    requestTimeEpoch: String(time),
    routeKey: route?.routeKey,
    stage: stage.stageName,
  };
  if (Object.hasOwn(plain, name)) return plain[name];
  if (Object.hasOwn(learned, name)) return learned[name];
  const property = name.startsWith('authorizer.') ? name.slice('authorizer.'.length) : undefined;
  const value =
    property !== undefined && Object.hasOwn(authorizer, property) ? authorizer[property] : undefined;
  return value === undefined || value === null ? undefined : asText(value);
}

/** A selection expression's value, without its `$`. */
function selected(exchange: Exchange, expression: string): string | undefined {
  const { request, path, pathParameters, stage } = exchange;
  const of = (prefix: string) =>
    expression.startsWith(prefix) ? expression.slice(prefix.length) : undefined;
  const own = (values: Record<string, string>, name: string) =>
    Object.hasOwn(values, name) ? values[name] : undefined;
  const [header, query, parameter] = [of('request.header.'), of('request.querystring.'), of('request.path.')];
  const [context, variable] = [of('context.'), of('stageVariables.')];
  if (expression === 'request.path') return path;
  if (header !== undefined) return own(request.headers, header.toLowerCase());
  if (query !== undefined) return request.query.get(query)?.join(',');
  if (parameter !== undefined) return own(pathParameters, parameter);
  if (context !== undefined) return contextValue(exchange, context);
  return variable === undefined ? undefined : own(stage.stageVariables ?? {}, variable);
}

/**
 * The value that a mapping or an identity source refers to: `$request.…`, `$context.…` or `$stageVariables.…`, the same
 * as `${…}` within a text, or literal text. Undefined if the request has no such value.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function evaluate(exchange: Exchange, text: string): string | undefined {
  if (/^\$[A-Za-z]/.test(text)) return selected(exchange, text.slice(1));
  return text.replace(/\$\{([^}]+)\}/g, (_, expression: string) => selected(exchange, expression) ?? '');
}
