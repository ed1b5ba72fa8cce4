import type { FunctionResult } from '../../../local/context';
import { account, invokeUri, logGroup, region, send, startBackend, startGateway } from './harness';

let gateway: Awaited<ReturnType<typeof startGateway>>;
let backend: Awaited<ReturnType<typeof startBackend>>;
beforeAll(async () => {
  [gateway, backend] = await Promise.all([startGateway(), startBackend()]);
  gateway.network.add({ hosts: 'payments.example', port: backend.port });
});
afterAll(() => Promise.all([gateway.close(), backend.close()]));
beforeEach(() => {
  gateway.calls.length = 0;
  gateway.logged.length = 0;
  backend.seen.length = 0;
  gateway.functions.authorizer = () => ({
    ok: true,
    payload: { isAuthorized: true, context: { tenant_id: 'acme' } },
  });
  gateway.functions.backend = (event) => ({ ok: true, payload: event });
});

interface Options {
  authorizer?: { AuthorizerResultTtlInSeconds?: number; EnableSimpleResponses?: boolean };
  routes?: string[];
  integration?: 'http' | 'lambda';
  uri?: string;
  mappings?: Record<string, string>;
  throttling?: { ThrottlingRateLimit: number; ThrottlingBurstLimit: number };
  format?: string;
}

/** A new API whose routes all use the authorizer and go to one integration. */
async function newApi(options: Options = {}) {
  const {
    authorizer: more,
    routes = ['GET /payments/{payment}'],
    integration = 'lambda',
    uri = 'https://payments.example',
  } = options;
  const { client } = gateway;
  const { ApiId = '' } = await client.createApi({ Name: 'edge', ProtocolType: 'HTTP' });
  const { AuthorizerId } = await client.createAuthorizer({
    ApiId,
    Name: 'edge',
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invokeUri('authorizer'),
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerResultTtlInSeconds: 0,
    ...more,
  });
  const lambda = {
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: invokeUri('backend'),
    PayloadFormatVersion: '2.0',
  } as const;
  const http = { IntegrationType: 'HTTP_PROXY', IntegrationUri: uri, IntegrationMethod: 'ANY' } as const;
  const { IntegrationId } = await client.createIntegration({
    ApiId,
    ...(integration === 'http' ? http : lambda),
    ...(options.mappings && { RequestParameters: options.mappings }),
  });
  const Target = `integrations/${IntegrationId}`;
  for (const RouteKey of routes)
    await client.createRoute({ ApiId, RouteKey, AuthorizationType: 'CUSTOM', AuthorizerId, Target });
  await client.createStage({
    ApiId,
    StageName: '$default',
    AutoDeploy: true,
    ...(options.throttling && { DefaultRouteSettings: options.throttling }),
    ...(options.format && { AccessLogSettings: { DestinationArn: logGroup, Format: options.format } }),
  });
  return { ApiId, AuthorizerId: AuthorizerId as string };
}

const headers = { Authorization: 'Bearer token' };

test('an allowed request reaches the function, with what the authorizer said', async () => {
  const { ApiId, AuthorizerId } = await newApi();
  const answer = await gateway.ask(ApiId, '/payments/7?a=1', { headers });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(answer.headers['apigw-requestid']).toMatch(/=$/);
  expect(JSON.parse(answer.body)).toMatchObject({
    rawPath: '/payments/7',
    headers: { authorization: 'Bearer token', 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' },
    requestContext: { authorizer: { lambda: { tenant_id: 'acme' } }, http: { sourceIp: '127.0.0.1' } },
    pathParameters: { payment: '7' },
  });
  const arn = `arn:aws:execute-api:${region}:${account}:${ApiId}`;
  expect(gateway.calls.map(({ invokedBy }) => invokedBy)).toEqual([
    { principal: 'apigateway.amazonaws.com', sourceArn: `${arn}/authorizers/${AuthorizerId}` },
    { principal: 'apigateway.amazonaws.com', sourceArn: `${arn}/$default/GET/payments/{payment}` },
  ]);
  expect(gateway.calls[0]?.payload).toMatchObject({ type: 'REQUEST', identitySource: ['Bearer token'] });
});

const failure = (errorMessage: string, more: Partial<FunctionResult> = {}) =>
  ({ ok: false, errorType: 'Error', errorMessage, ...more }) as FunctionResult;

test.each<[string, FunctionResult, number, string]>([
  ['says no', { ok: true, payload: { isAuthorized: false } }, 403, 'Forbidden'],
  ['fails with Unauthorized', failure('Unauthorized'), 401, 'Unauthorized'],
  ['fails with anything else', failure('unauthorized'), 500, 'Internal Server Error'],
  ['may not be called', failure('Unauthorized', { refused: true } as never), 500, 'Internal Server Error'],
  ['times out', failure('Task timed out', { timedOut: true } as never), 500, 'Internal Server Error'],
  ['answers nonsense', { ok: true, payload: 'yes' }, 500, 'Internal Server Error'],
  ['answers nothing', { ok: true, payload: null }, 500, 'Internal Server Error'],
])('an authorizer that %s', async (_, result, status, message) => {
  gateway.functions.authorizer = () => result;
  const { ApiId } = await newApi();
  const answer = await gateway.ask(ApiId, '/payments/7', { headers });
  expect([answer.status, answer.body]).toEqual([status, JSON.stringify({ message })]);
  expect(gateway.calls).toHaveLength(1);
});

test.each([
  ['without the identity source', {}],
  ['with an empty one', { headers: { Authorization: '' } }],
])('a request %s is 401, and the authorizer is not asked', async (_, init) => {
  const { ApiId } = await newApi();
  const answer = await gateway.ask(ApiId, '/payments/7', init);
  expect([answer.status, answer.body]).toEqual([401, '{"message":"Unauthorized"}']);
  expect(gateway.calls).toEqual([]);
});

test.each([
  ['no route', '/elsewhere', 'GET', 404],
  ['no method', '/payments/7', 'DELETE', 404],
  ['no encoding', '/payments/%ff', 'GET', 400],
])('a request with %s', async (_, path, method, status) => {
  const { ApiId } = await newApi();
  expect((await gateway.ask(ApiId, path, { method, headers })).status).toBe(status);
  expect(gateway.calls).toEqual([]);
});

test('an API that does not exist, has no stage, or whose endpoint is disabled does not answer', async () => {
  expect((await gateway.ask('unheardof', '/', { headers })).status).toBe(404);
  const { ApiId } = await newApi();
  await gateway.client.updateApi({ ApiId, DisableExecuteApiEndpoint: true });
  expect((await gateway.ask(ApiId, '/payments/7', { headers })).status).toBe(404);
  await gateway.client.updateApi({ ApiId, DisableExecuteApiEndpoint: false });
  expect((await gateway.ask(ApiId, '/payments/7', { headers })).status).toBe(200);
  await gateway.client.deleteStage({ ApiId, StageName: '$default' });
  const answer = await gateway.ask(ApiId, '/payments/7', { headers });
  expect([answer.status, answer.body]).toEqual([404, '{"message":"Not Found"}']);
});

test('without a time to live the authorizer is asked each time', async () => {
  const { ApiId } = await newApi();
  await gateway.ask(ApiId, '/payments/7', { headers });
  await gateway.ask(ApiId, '/payments/7', { headers });
  expect(
    gateway.calls.filter(({ functionArnOrName }) => functionArnOrName.endsWith(':authorizer')),
  ).toHaveLength(2);
});

test('any answer but an error is cached for its time to live, by the identity sources', async () => {
  const { ApiId } = await newApi({ authorizer: { AuthorizerResultTtlInSeconds: 10 } });
  const asked = () =>
    gateway.calls.filter(({ functionArnOrName }) => functionArnOrName.endsWith(':authorizer')).length;
  const status = async (token: string) =>
    (await gateway.ask(ApiId, '/payments/7', { headers: { Authorization: token } })).status;
  expect([await status('a'), await status('a'), asked()]).toEqual([200, 200, 1]);
  gateway.functions.authorizer = () => ({ ok: true, payload: { isAuthorized: false } });
  expect([await status('b'), await status('b'), asked()]).toEqual([403, 403, 2]);
  expect([await status('a'), asked()]).toEqual([200, 2]);
  gateway.clock.now += 10_001;
  expect([await status('a'), asked()]).toEqual([403, 3]);
  gateway.functions.authorizer = () => failure('down');
  expect([await status('c'), await status('c'), asked()]).toEqual([500, 500, 5]);
});

test('a cached IAM policy is evaluated for each request', async () => {
  gateway.functions.authorizer = () => ({
    ok: true,
    payload: {
      principalId: 'user',
      policyDocument: {
        Statement: { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*/GET/payments/7' },
      },
    },
  });
  const { ApiId } = await newApi({
    authorizer: { AuthorizerResultTtlInSeconds: 10, EnableSimpleResponses: false },
  });
  const status = async (path: string) => (await gateway.ask(ApiId, path, { headers })).status;
  expect([await status('/payments/7'), await status('/payments/8')]).toEqual([200, 403]);
});

test.each<[string, FunctionResult, number]>([
  ['fails', failure('broken'), 500],
  ['may not be called', failure('no', { refused: true } as never), 500],
  ['returns an invalid response', { ok: true, payload: { statusCode: 'ok' } }, 500],
])('a function behind the API that %s', async (_, result, status) => {
  gateway.functions.backend = () => result;
  const { ApiId } = await newApi();
  const answer = await gateway.ask(ApiId, '/payments/7', { headers });
  expect([answer.status, answer.body]).toEqual([status, '{"message":"Internal Server Error"}']);
});

test('a function sets status, headers, cookies and body', async () => {
  gateway.functions.backend = () => ({
    ok: true,
    payload: { statusCode: 201, headers: { 'X-A': 'b' }, cookies: ['a=1', 'b=2'], body: 'made' },
  });
  const { ApiId } = await newApi();
  const answer = await gateway.ask(ApiId, '/payments/7', { headers });
  expect(answer).toMatchObject({
    status: 201,
    body: 'made',
    headers: { 'x-a': 'b', 'set-cookie': ['a=1', 'b=2'] },
  });
});

test('an HTTP backend gets the request, with headers that no client can forge', async () => {
  const mappings = {
    'overwrite:path': '$request.path',
    'overwrite:header.x-fleet-tenant': '$context.authorizer.tenant_id',
    'overwrite:header.x-fleet-principal': '$context.authorizer.principal',
  };
  const { ApiId } = await newApi({ integration: 'http', routes: ['POST /payments/{payment}'], mappings });
  const forged = { 'X-Fleet-Tenant': 'globex', 'x-fleet-principal': 'root', Cookie: 'a=1; b=2' };
  const init = { method: 'POST', headers: { ...headers, ...forged }, body: 'hello' };
  const answer = await gateway.ask(ApiId, '/payments/7%20a?b=%20&b=2', init);
  expect(answer).toMatchObject({
    status: 200,
    body: 'from the backend',
    headers: { 'x-backend': 'yes', 'set-cookie': ['a=1', 'b=2'] },
  });
  const [seen] = backend.seen;
  expect(seen).toMatchObject({
    method: 'POST',
    url: '/payments/7%20a?b=%20&b=2',
    body: 'hello',
    headers: {
      host: 'payments.example',
      authorization: 'Bearer token',
      cookie: 'a=1; b=2',
      'x-fleet-tenant': 'acme',
      forwarded: `for=127.0.0.1;host=${ApiId}.execute-api.${region}.amazonaws.com;proto=https`,
    },
  });
  expect(seen?.headers).not.toHaveProperty('x-fleet-principal');
});

test.each([
  [
    'a plain URI: only its own path',
    'GET /payments/{payment}',
    'https://payments.example/base',
    '/payments/7',
    '/base',
  ],
  [
    'a path variable',
    'GET /payments/{payment}',
    'https://payments.example/p/{payment}',
    '/payments/7%20a',
    '/p/7%20a',
  ],
  ['a greedy one', 'GET /payments/{proxy+}', 'https://payments.example/p/{proxy}', '/payments/a/b', '/p/a/b'],
  [
    '$default: the whole path',
    '$default',
    'https://payments.example/base',
    '/payments/7',
    '/base/payments/7',
  ],
])('%s', async (_, route, uri, path, url) => {
  const { ApiId } = await newApi({ integration: 'http', routes: [route], uri });
  await gateway.ask(ApiId, path, { headers });
  expect(backend.seen.map((seen) => seen.url)).toEqual([url]);
});

test.each([
  ['outside the local network', 'https://elsewhere.example'],
  ['where nothing listens', 'https://closed.example'],
  ['without TLS', 'http://payments.example'],
])('a backend %s is 503', async (_, uri) => {
  gateway.network.add({ hosts: 'closed.example', port: 1 });
  const { ApiId } = await newApi({ integration: 'http', uri, format: '$context.integrationErrorMessage' });
  const answer = await gateway.ask(ApiId, '/payments/7', { headers });
  expect([answer.status, answer.body]).toEqual([503, '{"message":"Service Unavailable"}']);
  expect(gateway.logged[0]).not.toMatch(/ -$/);
});

test("requests beyond the stage's limit get 429, before any function is asked", async () => {
  const { ApiId } = await newApi({ throttling: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } });
  const status = async () => (await gateway.ask(ApiId, '/payments/7', { headers })).status;
  expect([await status(), await status()]).toEqual([200, 200]);
  gateway.calls.length = 0;
  const answer = await gateway.ask(ApiId, '/payments/7', { headers });
  expect([answer.status, answer.body]).toEqual([429, '{"message":"Too Many Requests"}']);
  expect(gateway.calls).toEqual([]);
  gateway.clock.now += 1000;
  expect(await status()).toBe(200);
});

test('every response has its line in the access log, and no token is in it', async () => {
  const format =
    '$context.httpMethod $context.path $context.routeKey $context.status $context.error.responseType $context.authorizer.tenant_id $context.authorizer.error $context.integration.status';
  const { ApiId } = await newApi({ format });
  await gateway.ask(ApiId, '/payments/7?secret=1', { headers });
  await gateway.ask(ApiId, '/payments/7');
  await gateway.ask(ApiId, '/elsewhere', { headers });
  gateway.functions.authorizer = () => failure('Bearer token is broken');
  await gateway.ask(ApiId, '/payments/7', { headers });
  expect(gateway.logged).toEqual(
    [
      'GET /payments/7 GET /payments/{payment} 200 - acme - 200',
      'GET /payments/7 GET /payments/{payment} 401 UNAUTHORIZED - - -',
      'GET /elsewhere - 404 NOT_FOUND - - -',
      'GET /payments/7 GET /payments/{payment} 500 AUTHORIZER_CONFIGURATION_ERROR - The Lambda function failed: Error -',
    ].map((line) => `/aws/apigateway/edge ${line}`),
  );
});

test('every API is listed with its host, whatever its account', async () => {
  const { ApiId } = await newApi();
  const host = `${ApiId}.execute-api.${region}.amazonaws.com`;
  const answer = await send(gateway.endpoint, '127.0.0.1', '/_local/apis');
  expect(JSON.parse(answer.body)).toContainEqual({ name: 'edge', account, region, host });
});

test('an API’s host is part of the local network', async () => {
  const { ApiId } = await newApi();
  const answer = await gateway.network.fetch(
    `https://${ApiId}.execute-api.${region}.amazonaws.com/payments/7`,
    { headers },
  );
  expect(answer.status).toBe(200);
});
