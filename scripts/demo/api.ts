import { request } from 'node:http';
import { edgeApi } from '../../environments/names';
import { failure } from '../cli/errors';
import type { PoolLocation } from '../selection/pools';
import type { Stage } from './stage';

/** One HTTP call to the edge API, and the status that it must return. */
export interface Call {
  /** Why that status is expected. */
  words: string;
  /** Method and path, such as `GET /staff/payments/payment-1`. */
  call: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: object;
  token: string;
  expected: number;
}

/** Result of a call, for `--json`. */
export type Called = Pick<Call, 'words' | 'call'> & { status: number };

/** Host of the target's API. Throws unless there is exactly one. */
async function apiHost({ loaded, pools }: Stage, place: Pick<PoolLocation, 'account' | 'region'>) {
  const sdk = await import('@aws-sdk/client-apigatewayv2');
  const client = new sdk.ApiGatewayV2Client(await pools.access(place));
  const { Items = [] } = await client.send(new sdk.GetApisCommand({}));
  client.destroy();
  const name = edgeApi(loaded.environment);
  const [api, another] = Items.filter(({ Name }) => Name === name);
  if (!api || another)
    throw failure(
      `account ${place.account} has ${api ? 'more than one API' : 'no API'} "${name}" in ${place.region}`,
    );
  return `${api.ApiId}.execute-api.${place.region}.amazonaws.com`;
}

/** Status of one call. Not with `fetch`, which does not allow a Host header that differs from the URL. */
function statusOf(endpoint: string, host: string, { call, headers, body, token }: Call): Promise<number> {
  const [method, path = ''] = call.split(' ');
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, endpoint),
      { method, headers: { ...headers, host, authorization: `Bearer ${token}` } },
      (incoming) => {
        incoming.resume();
        incoming.on('end', () => resolve(incoming.statusCode ?? 0));
        incoming.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

/** Makes the calls one after the other. Throws at the first that returns an unexpected status. */
export async function callApi(
  stage: Stage,
  place: Pick<PoolLocation, 'account' | 'region'>,
  calls: readonly Call[],
): Promise<Called[]> {
  const host = await apiHost(stage, place);
  const called: Called[] = [];
  for (const call of calls) {
    const status = await statusOf(stage.endpoint, host, call);
    if (status !== call.expected)
      throw failure(`${call.call} must return ${call.expected} (${call.words}), but returned ${status}`);
    called.push({ words: call.words, call: call.call, status });
  }
  return called;
}

/** One line per call. */
export const callLine = ({ words, call, status }: Called): string => `${status} ${call}: ${words}`;

/** Two hours: longer than the lifetime of any access token in the environment. */
const behindSeconds = 7200;

async function setClock(endpoint: string, seconds: number): Promise<void> {
  const response = await fetch(`${endpoint}/_local/cognito/clock`, {
    method: 'POST',
    body: JSON.stringify({ behindSeconds: seconds }),
  });
  if (!response.ok) throw failure(`cannot set the clock of the local Cognito: HTTP ${response.status}`);
}

/** Runs `act` as if two hours ago, for example to get a token that has expired since. Local AWS only. */
export async function inThePast<T>(endpoint: string, act: () => Promise<T>): Promise<T> {
  await setClock(endpoint, behindSeconds);
  try {
    return await act();
  } finally {
    await setClock(endpoint, 0);
  }
}
