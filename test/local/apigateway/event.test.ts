import { authorizerEvent, integrationEvent } from '../../../local/apigateway/event';
import { account, exchange, region } from './harness';

const common = {
  version: '2.0',
  routeKey: 'GET /payments/{payment}',
  rawPath: '/payments/7 a',
  rawQueryString: 'a=1&a=2&b=%20',
  cookies: ['c=1', 'd=2'],
  headers: { authorization: 'Bearer t', 'user-agent': 'curl/8', 'x-twice': 'one,two' },
  queryStringParameters: { a: '1,2', b: ' ' },
  requestContext: {
    accountId: account,
    apiId: 'abc123',
    domainName: 'abc123.execute-api.eu-central-1.amazonaws.com',
    domainPrefix: 'abc123',
    http: {
      method: 'GET',
      path: '/payments/7 a',
      protocol: 'HTTP/1.1',
      sourceIp: '10.0.0.1',
      userAgent: 'curl/8',
    },
    requestId: 'request=',
    routeKey: 'GET /payments/{payment}',
    stage: '$default',
    time: '24/Nov/2026:18:03:14 +0000',
    timeEpoch: 1795543394123,
  },
  pathParameters: { payment: '7 a' },
  stageVariables: { color: 'red' },
};

test('an authorizer is asked about the request, without its body', () => {
  const request = { ...exchange().request, body: Buffer.from('secret') };
  expect(authorizerEvent(exchange({ request }), ['Bearer t'])).toEqual({
    ...common,
    type: 'REQUEST',
    routeArn: `arn:aws:execute-api:${region}:${account}:abc123/$default/GET/payments/7 a`,
    identitySource: ['Bearer t'],
  });
});

test('a function behind the API gets the authorizer’s context too', () => {
  const event = integrationEvent(exchange({ authorizer: { tenant_id: 'acme' } }));
  expect(event).toEqual({
    ...common,
    requestContext: { ...common.requestContext, authorizer: { lambda: { tenant_id: 'acme' } } },
    isBase64Encoded: false,
  });
});

test.each([
  ['application/json', 'ä', false],
  ['application/vnd.api+json; charset=utf-8', 'ä', false],
  ['text/plain', 'ä', false],
  ['application/octet-stream', Buffer.from('ä').toString('base64'), true],
  ['application/x-www-form-urlencoded', Buffer.from('ä').toString('base64'), true],
])('a body of type %s is sent as %s', (type, body, isBase64Encoded) => {
  const request = { ...exchange().request, headers: { 'content-type': type }, body: Buffer.from('ä') };
  expect(integrationEvent(exchange({ request }))).toMatchObject({ body, isBase64Encoded });
});

test('what a request does not have is left out', () => {
  const request = { ...exchange().request, query: new Map(), rawQuery: '', cookies: [], headers: {} };
  const stage = { ...exchange().stage, stageVariables: {} };
  const event = integrationEvent(exchange({ request, stage, pathParameters: {} }));
  expect(Object.keys(event).sort()).toEqual(
    [
      'headers',
      'isBase64Encoded',
      'rawPath',
      'rawQueryString',
      'requestContext',
      'routeKey',
      'version',
    ].sort(),
  );
  expect(authorizerEvent(exchange(), []).identitySource).toBeNull();
});
