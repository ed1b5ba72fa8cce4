import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { Accounts } from '../../../local/accounts';
import type { Exchange } from '../../../local/apigateway/exchange';
import { apiGateway } from '../../../local/apigateway/service';
import type { FunctionCall, FunctionResult, LocalContext } from '../../../local/context';
import { startFront } from '../../../local/front';
import { Network } from '../../../local/network';
import type { AwsRequest } from '../../../local/service';

export const region = 'eu-central-1';
export const account = '123456789012';
const functionArn = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;
export const invokeUri = (name: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;
export const logGroup = `arn:aws:logs:${region}:${account}:log-group:/aws/apigateway/edge`;

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A raw request: `path` is sent as it is. */
export function send(
  endpoint: string,
  host: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { hostname, port, path, method, agent: false, headers: { ...headers, host } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A stand-in for a backend: it returns the request that it received. */
export async function startBackend() {
  const seen: { method?: string; url?: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method, url, headers } = incoming;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() } as (typeof seen)[number]);
    outgoing.writeHead(url?.startsWith('/teapot') ? 418 : 200, {
      'x-backend': 'yes',
      'set-cookie': ['a=1', 'b=2'],
    });
    outgoing.end('from the backend');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((closed) => server.close(() => closed()));
  };
  return { seen, port: (server.address() as AddressInfo).port, close };
}

/** The service behind the front, with functions whose results the test provides. */
export async function startGateway() {
  const calls: FunctionCall[] = [];
  const logged: string[] = [];
  const clock = { now: Date.parse('2026-11-24T18:03:14Z') };
  const functions: Record<string, (event: never) => FunctionResult> = {};
  const network = new Network();
  const forward = async ({ operation, body }: AwsRequest) => {
    if (operation === 'PutLogEvents') {
      const { logGroupName, logEvents } = JSON.parse(body.toString());
      for (const { message } of logEvents) logged.push(`${logGroupName} ${message}`);
    }
    return { status: 200, headers: {}, body: '{}' };
  };
  const endpoint = { url: '' };
  const context = {
    endpoint: () => endpoint.url,
    forward,
    network,
    invokeFunction: async (call: FunctionCall): Promise<FunctionResult> => {
      calls.push(call);
      const run = functions[call.functionArnOrName.split(':').at(-1) as string];
      if (run) return run(call.payload as never);
      return { ok: false, errorType: 'ResourceNotFoundException', errorMessage: 'none', refused: true };
    },
  } as unknown as LocalContext;
  const services = [apiGateway(context, () => clock.now)];
  const front = await startFront(0, { services, forward, accounts: new Accounts() });
  endpoint.url = front.endpoint;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const clients: ApiGatewayV2[] = [];
  const clientOf = (where: string) => {
    const client = new ApiGatewayV2({ endpoint: front.endpoint, region: where, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  };
  return {
    endpoint: front.endpoint,
    client: clientOf(region),
    clientOf,
    /** Names of functions and their results. */
    functions,
    calls,
    /** Log group and line. */
    logged,
    clock,
    network,
    /** A client's request to an API. */
    ask: (apiId: string, path: string, init?: Parameters<typeof send>[3]) =>
      send(front.endpoint, `${apiId}.execute-api.${region}.amazonaws.com`, path, init),
    async close() {
      for (const client of clients) client.destroy();
      await front.close();
    },
  };
}

/** A request in progress, for the pure parts. */
export const exchange = (more: Partial<Exchange> = {}): Exchange => ({
  api: {
    apiId: 'abc123',
    account,
    region,
    createdDate: '2026-11-24T00:00:00.000Z',
    settings: { name: 'edge', protocolType: 'HTTP' },
    authorizers: new Map(),
    integrations: new Map(),
    routes: new Map(),
    stages: new Map(),
  },
  stage: {
    stageName: '$default',
    autoDeploy: true,
    createdDate: '',
    lastUpdatedDate: '',
    deploymentId: '',
    stageVariables: { color: 'red' },
  },
  route: { routeId: 'r1', routeKey: 'GET /payments/{payment}' },
  pathParameters: { payment: '7 a' },
  path: '/payments/7 a',
  request: {
    method: 'GET',
    path: '/payments/7 a',
    rawQuery: 'a=1&a=2&b=%20',
    query: new Map([
      ['a', ['1', '2']],
      ['b', [' ']],
    ]),
    headers: { authorization: 'Bearer t', 'user-agent': 'curl/8', 'x-twice': 'one,two' },
    cookies: ['c=1', 'd=2'],
    body: Buffer.alloc(0),
    peer: '10.0.0.1',
    protocol: 'HTTP/1.1',
  },
  requestId: 'request=',
  time: Date.parse('2026-11-24T18:03:14.123Z'),
  learned: {},
  ...more,
});
