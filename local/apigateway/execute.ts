import { randomBytes } from 'node:crypto';
import type { LocalContext } from '../context';
import type { AwsRequest, AwsResponse } from '../service';
import { logAccess } from './access-log';
import type { Authorization } from './authorize';
import { type ClientRequest, clientRequest } from './client-request';
import { type Exchange, internalError, Refused } from './exchange';
import { integrate } from './integrate';
import { selectRoute, selectStage } from './routing';
import type { Api } from './state';
import type { Throttle } from './throttle';

/** What is needed to answer a request. */
export interface Gateway extends Pick<LocalContext, 'invokeFunction' | 'network' | 'forward'> {
  throttle: Throttle;
  authorization: Authorization;
  now(): number;
}

const message = (status: number, text: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: text }),
});

/** Processes a request: route, throttle, authorizer, integration. Throws Refused if it ends early. */
async function pass(gateway: Gateway, exchange: Exchange): Promise<AwsResponse> {
  const { api, route } = exchange;
  if (!route) throw new Refused(404, 'NOT_FOUND', 'Not Found');
  if (!gateway.throttle.take(exchange)) throw new Refused(429, 'THROTTLED', 'Too Many Requests');
  if (route.authorizationType === 'CUSTOM') {
    const authorizer = api.authorizers.get(route.authorizerId ?? '');
    if (!authorizer) throw internalError('AUTHORIZER_CONFIGURATION_ERROR');
    exchange.authorizer = await gateway.authorization.of(exchange, authorizer);
  }
  const integration = api.integrations.get(route.target?.split('/')[1] ?? '');
  if (!integration) throw internalError('API_CONFIGURATION_ERROR');
  return integrate(gateway, exchange, integration);
}

async function answerOf(gateway: Gateway, exchange: Exchange): Promise<AwsResponse> {
  try {
    return await pass(gateway, exchange);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    Object.assign(exchange.learned, {
      'error.message': error.message,
      'error.messageString': JSON.stringify(error.message),
      'error.responseType': error.responseType,
    });
    return message(error.status, error.message);
  }
}

/** The headers that API Gateway adds to every request: host, trace id and forwarding. */
function withWay(request: ClientRequest, host: string, time: number): ClientRequest {
  const { headers, peer } = request;
  const trace = `Root=1-${Math.floor(time / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const way = {
    host,
    'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? trace,
    'x-forwarded-for': headers['x-forwarded-for'] ? `${headers['x-forwarded-for']}, ${peer}` : peer,
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  };
  return { ...request, headers: { ...headers, ...way } };
}

/** Answers a client's request to an API as API Gateway does, and writes the access log before responding. */
export async function execute(
  gateway: Gateway,
  api: Api,
  received: AwsRequest,
  host: string,
): Promise<AwsResponse> {
  const client = clientRequest(received);
  if (!client) return message(400, 'Bad Request');
  const selected = selectStage(api, client.path);
  if (!selected || api.settings.disableExecuteApiEndpoint) return message(404, 'Not Found');
  const time = gateway.now();
  const { stage, path } = selected;
  const exchange: Exchange = {
    api,
    stage,
    path,
    ...(selectRoute(api.routes.values(), client.method, path) ?? { pathParameters: {} }),
    request: withWay(client, host, time),
    requestId: randomBytes(11).toString('base64'),
    time,
    learned: {},
  };
  const answer = await answerOf(gateway, exchange);
  const { learned, requestId } = exchange;
  learned.status = String(answer.status);
  learned.responseLength = String(Buffer.byteLength(answer.body));
  learned.responseLatency = String(gateway.now() - time);
  await logAccess(gateway.forward, exchange);
  return { ...answer, headers: { ...answer.headers, 'apigw-requestid': requestId } };
}
