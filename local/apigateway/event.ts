import { type Exchange, executeArn } from './exchange';
import { hostOf } from './state';
import { logTime } from './variables';

const unlessEmpty = <Value extends object>(name: string, value: Value) =>
  Object.keys(value).length ? { [name]: value } : {};

/** Content types whose bodies are sent as text; all others as base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml)\b|application\/[\w.-]+\+(json|xml)\b)/i;

/** The part that both kinds of events (payload format 2.0) have in common. */
function common(exchange: Exchange) {
  const { api, stage, route, pathParameters, request, requestId, time } = exchange;
  const routeKey = route?.routeKey ?? '';
  const queryParameters = Object.fromEntries(
    [...request.query].map(([name, values]) => [name, values.join(',')]),
  );
  return {
    version: '2.0',
    routeKey,
    rawPath: request.path,
    rawQueryString: request.rawQuery,
    ...unlessEmpty('cookies', request.cookies),
    headers: request.headers,
    ...unlessEmpty('queryStringParameters', queryParameters),
    requestContext: {
      accountId: api.account,
      apiId: api.apiId,
      domainName: hostOf(api),
      domainPrefix: api.apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: request.protocol,
        sourceIp: request.peer,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: stage.stageName,
      time: logTime(time),
      timeEpoch: time,
    },
    ...unlessEmpty('pathParameters', pathParameters),
    ...unlessEmpty('stageVariables', stage.stageVariables ?? {}),
  };
}

/** The ARN that an authorizer's IAM policy is evaluated for. */
export const routeArn = (exchange: Exchange) =>
  executeArn(exchange, `${exchange.stage.stageName}/${exchange.request.method}${exchange.path}`);

/**
 * The authorizer's event, which has no body.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export const authorizerEvent = (exchange: Exchange, identitySource: string[]) => ({
  ...common(exchange),
  type: 'REQUEST',
  routeArn: routeArn(exchange),
  // Without identity sources AWS sends null.
  identitySource: identitySource.length ? identitySource : null,
});

/**
 * The event of a function behind the API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function integrationEvent(exchange: Exchange) {
  const { request, authorizer } = exchange;
  const event = common(exchange);
  const asText = TEXT.test(request.headers['content-type'] ?? '');
  return {
    ...event,
    requestContext: { ...event.requestContext, ...(authorizer && { authorizer: { lambda: authorizer } }) },
    ...(request.body.length > 0 && { body: request.body.toString(asText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !asText,
  };
}
