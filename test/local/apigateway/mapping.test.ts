import fc from 'fast-check';
import { map, mapRequest, queryText } from '../../../local/apigateway/mapping';
import { mappingProblems, parseMappingKey } from '../../../local/apigateway/mapping-keys';
import { evaluate } from '../../../local/apigateway/variables';
import { exchange } from './harness';

const known = exchange({ authorizer: { tenant_id: 'acme', count: 3, flag: true, list: ['a'], none: null } });

test.each([
  ['$request.header.User-Agent', 'curl/8'],
  ['$request.querystring.a', '1,2'],
  ['$request.querystring.A', undefined],
  ['$request.path', '/payments/7 a'],
  ['$request.path.payment', '7 a'],
  ['$request.path.toString', undefined],
  ['$context.authorizer.tenant_id', 'acme'],
  ['$context.authorizer.count', '3'],
  ['$context.authorizer.flag', 'true'],
  ['$context.authorizer.list', '["a"]'],
  ['$context.authorizer.none', undefined],
  ['$context.authorizer.toString', undefined],
  ['$context.requestId', 'request='],
  ['$context.identity.sourceIp', '10.0.0.1'],
  ['$stageVariables.color', 'red'],
  ['$stageVariables.none', undefined],
  ['$nothing', undefined],
  ['plain', 'plain'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own syntax
  ['for ${request.path.payment} of ${context.authorizer.tenant_id}${context.none}', 'for 7 a of acme'],
])('%s is %s', (text, value) => expect(evaluate(known, text)).toBe(value));

test('headers are appended to, overwritten and removed, whatever their case', () => {
  const { headers } = mapRequest(known, {
    'append:header.X-Twice': 'three',
    'append:header.x-new': '$context.authorizer.tenant_id',
    'overwrite:header.User-Agent': 'gateway',
    'remove:header.authorization': "''",
  });
  expect(headers).toEqual({ 'user-agent': 'gateway', 'x-twice': 'one,two,three', 'x-new': 'acme' });
});

test('a query is appended to, overwritten and removed', () => {
  const { query } = mapRequest(known, {
    'append:querystring.a': '3',
    'overwrite:querystring.c': '$request.path.payment',
    'remove:querystring.b': "''",
  });
  expect(queryText(query)).toBe('a=1&a=2&a=3&c=7+a');
});

test('a path and a status are overwritten', () => {
  expect(mapRequest(known).path).toBeUndefined();
  expect(mapRequest(known, { 'overwrite:path': '$request.path' }).path).toBe('/payments/7 a');
  expect(map(known, { headers: {}, query: new Map() }, { 'overwrite:statuscode': '403' }).status).toBe(403);
});

/** `context` member that may be anything, or nothing. */
const value = fc.oneof(fc.string(), fc.constantFrom(undefined, null, ''), fc.integer(), fc.boolean());

test("a client's own header never survives where one is overwritten", () => {
  fc.assert(
    fc.property(
      value,
      fc.string({ minLength: 1 }),
      fc.constantFrom('X-Fleet-Tenant', 'x-fleet-tenant'),
      (tenant, forged, name) => {
        const request = { ...known.request, headers: { 'x-fleet-tenant': forged } };
        const authorizer = tenant === undefined ? {} : { tenant_id: tenant };
        const mapping = { [`overwrite:header.${name}`]: '$context.authorizer.tenant_id' };
        const { headers } = mapRequest(exchange({ request, authorizer }), mapping);
        const sent =
          tenant === undefined || tenant === null || tenant === ''
            ? {}
            : { 'x-fleet-tenant': String(tenant) };
        expect(headers).toEqual(sent);
      },
    ),
  );
});

test.each([
  ['append:header.X-A', { how: 'append', where: 'header', name: 'x-a' }],
  ['remove:querystring.A', { how: 'remove', where: 'querystring', name: 'A' }],
  ['overwrite:path', { how: 'overwrite', where: 'path' }],
  ['append:path', undefined],
  ['header.x', undefined],
])('%s is understood', (key, parsed) => expect(parseMappingKey(key)).toEqual(parsed));

test.each([
  ['Authorization'],
  ['Access-Control-Allow-Origin'],
  ['x-amzn-trace-id'],
  ['Via'],
  ['X-Forwarded-For'],
])('%s cannot be changed', (header) => {
  const key = `overwrite:header.${header}`;
  expect(mappingProblems({ requestParameters: { [key]: 'x' } })).toEqual([
    expect.stringContaining('restricted'),
  ]);
  expect(mappingProblems({ responseParameters: { 200: { [key]: 'x' } } })).toHaveLength(1);
});

test('each kind of mapping supports its own locations', () => {
  expect(mappingProblems({ requestParameters: { 'overwrite:statuscode': '200' } })).toHaveLength(1);
  expect(mappingProblems({ responseParameters: { 200: { 'overwrite:path': '/' } } })).toHaveLength(1);
  expect(
    mappingProblems({
      requestParameters: { 'overwrite:path': '/' },
      responseParameters: { 500: { 'overwrite:statuscode': '403' } },
    }),
  ).toEqual([]);
});
