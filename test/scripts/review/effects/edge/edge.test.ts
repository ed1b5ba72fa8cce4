import { authorizer, functionArn, integration, route } from '../full';
import { edit, effects, ids, planned, seesWeakening, type Weakening } from '../planned';

const routeType = 'aws_apigatewayv2_route';
const authorizerType = 'aws_apigatewayv2_authorizer';
const integrationType = 'aws_apigatewayv2_integration';

test.each([['NONE'], [null]])('a route without an authorizer (%j) is open', (type) => {
  const open = edit(edit(route, 'authorization_type', type), 'authorizer_id', null);
  expect(effects(routeType, route, open)).toEqual([
    { id: 'route-opened', what: 'it would ask no authorizer, now CUSTOM', path: 'authorization_type' },
  ]);
  expect(effects(routeType, open, route)).toEqual([]);
});

test('a route that is open from the start counts in an existing API', () => {
  const open = edit(route, 'authorization_type', 'NONE');
  expect(effects(routeType, undefined, open)).toEqual([
    { id: 'route-opened', what: 'it would ask no authorizer, and is new', path: 'authorization_type' },
  ]);
  expect(effects(routeType, undefined, route)).toEqual([]);
  const { api_id: _, ...unplaced } = open;
  expect(effects(routeType, undefined, unplaced, { unknown: { api_id: true } })).toEqual([]);
  expect(effects(routeType, open, undefined)).toEqual([]);
});

test.each([
  ['authorization_type', 'JWT'],
  ['authorizer_id', 'auth2'],
  ['authorizer_id', null],
])('a route with another %s asks someone else', (path, value) => {
  expect(effects(routeType, route, edit(route, path, value))).toEqual([
    {
      id: 'authorizer-changed',
      what: expect.stringContaining(`${path} would be ${value ?? 'none'}, now`),
      path,
    },
  ]);
});

test('an authorizer that is not known yet is not treated as removed', () => {
  const after = edit(route, 'authorizer_id', null);
  expect(effects(routeType, route, after, { unknown: { authorizer_id: true } })).toEqual([]);
  const untyped = edit(route, 'authorization_type', null);
  expect(effects(routeType, route, untyped, { unknown: { authorization_type: true } })).toEqual([]);
});

test.each<Weakening>([
  [
    'authorizer_result_ttl_in_seconds',
    0,
    300,
    'decisions-longer',
    'API Gateway would keep a decision for 5 minutes, now 0 seconds',
  ],
  ['authorizer_result_ttl_in_seconds', 60, null, 'decisions-longer', /5 minutes, now 1 minute/],
  [
    'identity_sources',
    ['$request.header.Authorization'],
    [],
    'authorizer-changed',
    /asked without \$request/,
  ],
  ['jwt_configuration.audience', ['a'], ['a', 'b'], 'authorizer-changed', 'tokens for b would be taken'],
])('%s from %j to %j', (...row) => seesWeakening(authorizerType, authorizer, row));

test('other code that decides, another kind, and another issuer count in both directions', () => {
  const uri = String(authorizer.authorizer_uri).replace('prod-edge-authorizer', 'other');
  const other = edit(authorizer, 'authorizer_uri', uri);
  expect(effects(authorizerType, authorizer, other)).toEqual([
    {
      id: 'authorizer-changed',
      what: 'other would decide, now prod-edge-authorizer',
      path: 'authorizer_uri',
    },
  ]);
  expect(ids(authorizerType, other, authorizer)).toEqual(['authorizer-changed']);
  const foreign = edit(
    authorizer,
    'authorizer_uri',
    String(authorizer.authorizer_uri).replace(
      functionArn(''),
      functionArn('').replace('303030303031', '666666666666'),
    ),
  );
  expect(effects(authorizerType, authorizer, foreign)[0]?.what).toContain('666666666666');
  expect(ids(authorizerType, authorizer, edit(authorizer, 'authorizer_type', 'JWT'))).toEqual([
    'authorizer-changed',
  ]);
  const issuer = edit(authorizer, 'jwt_configuration.issuer', 'https://evil.example');
  expect(ids(authorizerType, authorizer, issuer)).toEqual(['authorizer-changed']);
});

test.each([
  ['a header that the caller may write', { 'overwrite:path': '$request.path' }],
  [
    'another value of it',
    {
      'overwrite:header.x-fleet-principal': '$request.header.x-me',
      'remove:header.x-fleet-tenant': "''",
      'overwrite:path': '$request.path',
    },
  ],
])('a backend that gets its caller from %s', (_, parameters) => {
  const after = edit(integration, 'request_parameters', parameters);
  expect(effects(integrationType, integration, after)).toEqual([
    {
      id: 'identity-headers-changed',
      what: expect.stringContaining('x-fleet-principal'),
      path: 'request_parameters',
    },
  ]);
});

test('an additional header, and another path, take nothing away', () => {
  const after = edit(integration, 'request_parameters', {
    ...(integration.request_parameters as object),
    'overwrite:header.x-more': 'x',
    'overwrite:path': '/',
  });
  expect(effects(integrationType, integration, after)).toEqual([]);
});

test('a backend at another host is reported, one at another path is not', () => {
  const to = (uri: string) => edit(integration, 'integration_uri', uri);
  expect(effects(integrationType, integration, to('https://evil.example/v1'))).toEqual([
    {
      id: 'backend-moved',
      what: 'calls and their tokens would go to https://evil.example, now to https://payments.internal.example',
      path: 'integration_uri',
    },
  ]);
  expect(effects(integrationType, integration, to('https://payments.internal.example/v2'))).toEqual([]);
  expect(ids(integrationType, integration, to('http://payments.internal.example/v1'))).toEqual([
    'backend-moved',
  ]);
  expect(ids(integrationType, to(functionArn('a')), to(functionArn('b')))).toEqual(['backend-moved']);
});

test('routes of a removed API are not reported', () => {
  const api = planned('aws_apigatewayv2_api', { id: 'api1' }, undefined);
  expect(effects(routeType, undefined, edit(route, 'authorization_type', 'NONE'), {}, [api])).toEqual([]);
});
