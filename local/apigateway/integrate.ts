import type { LocalContext } from '../context';
import type { AwsResponse } from '../service';
import { integrationEvent } from './event';
import { type Exchange, internalError, type Refused, unavailable, within } from './exchange';
import { callFunction } from './function-call';
import { answerOf, backendRequest } from './http-proxy';
import { readLambdaAnswer } from './lambda-answer';
import { map, mapRequest, queryText } from './mapping';
import type { Integration } from './state';

/** Default time-out of an integration, in milliseconds. */
const PATIENCE = 30_000;

interface Tools extends Pick<LocalContext, 'invokeFunction' | 'network'> {
  /** Milliseconds since 1970. */
  now(): number;
}

/** Records the reason in the access log only. */
function failed({ learned }: Exchange, words: string, refused: Refused): Refused {
  Object.assign(learned, { integrationErrorMessage: words, 'integration.error': words });
  return refused;
}

/** Invokes a function with the request as changed by the mappings. */
async function lambdaProxy(tools: Tools, exchange: Exchange, integration: Integration): Promise<AwsResponse> {
  const { request, route, stage } = exchange;
  const { headers, query, path } = mapRequest(exchange, integration.requestParameters);
  const rawQuery = query === request.query ? request.rawQuery : queryText(query);
  const changed = {
    ...exchange,
    request: { ...request, headers, query, rawQuery, path: path ?? request.path },
  };
  const [, pattern = '$default'] = route?.routeKey.split(' ') ?? [];
  const place = pattern === '$default' ? `/${pattern}` : `/${request.method}${pattern}`;
  const call = callFunction(tools.invokeFunction, exchange, {
    uri: integration.integrationUri,
    resource: `${stage.stageName}${place}`,
    payload: integrationEvent(changed),
  });
  const late = () => unavailable('INTEGRATION_TIMEOUT');
  const result = await within(call, integration.timeoutInMillis ?? PATIENCE, late);
  if (!result.ok) {
    const words = result.refused
      ? `The API Gateway may not invoke the Lambda function: ${result.errorMessage}`
      : `The Lambda function returned the following error: ${result.errorType}`;
    throw failed(exchange, words, internalError('INTEGRATION_FAILURE'));
  }
  const answer = readLambdaAnswer(result.payload);
  if (answer) return answer;
  const words = 'The response from the Lambda function is not in the required format.';
  throw failed(exchange, words, internalError('INTEGRATION_FAILURE'));
}

/** Calls a backend; like everything outside AWS, it is reached through the local network only. */
async function httpProxy(
  { network }: Tools,
  exchange: Exchange,
  integration: Integration,
): Promise<AwsResponse> {
  const { url, ...init } = backendRequest(exchange, integration);
  const signal = AbortSignal.timeout(integration.timeoutInMillis ?? PATIENCE);
  try {
    return await answerOf(await network.fetch(url, { ...init, signal }));
  } catch (error) {
    const refused = unavailable(signal.aborted ? 'INTEGRATION_TIMEOUT' : 'INTEGRATION_FAILURE');
    throw failed(exchange, (error as Error).message, refused);
  }
}

/**
 * Passes a request on, and returns the response as changed by the mappings. Throws Refused: 500 if a function fails,
 * may not be invoked, or returns an invalid response; 503 if the backend cannot be reached, or not in time.
 */
export async function integrate(
  tools: Tools,
  exchange: Exchange,
  integration: Integration,
): Promise<AwsResponse> {
  const pass = integration.integrationType === 'AWS_PROXY' ? lambdaProxy : httpProxy;
  const started = tools.now();
  const answer = await pass(tools, exchange, integration).finally(() => {
    const latency = String(tools.now() - started);
    Object.assign(exchange.learned, { integrationLatency: latency, 'integration.latency': latency });
  });
  exchange.learned['integration.status'] = String(answer.status);
  const { headers, status = answer.status } = map(
    exchange,
    { headers: answer.headers, query: new Map() },
    integration.responseParameters?.[answer.status],
  );
  return { ...answer, headers, status };
}
