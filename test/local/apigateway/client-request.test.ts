import { clientRequest } from '../../../local/apigateway/client-request';
import type { AwsRequest } from '../../../local/service';

const received = (path: string, rawHeaders: string[] = []): AwsRequest => ({
  service: '',
  region: '',
  account: '1',
  operation: '',
  method: 'GET',
  path,
  headers: {},
  body: Buffer.alloc(0),
  wire: { rawHeaders, peer: '10.1.2.3', httpVersion: '1.1' },
});

test('the path is decoded, once, and the query stays as it came', () => {
  const request = clientRequest(received('/a%20b/%252F?x=%20&x=2&Y='));
  expect(request).toMatchObject({ path: '/a b/%2F', rawQuery: 'x=%20&x=2&Y=' });
  expect([...(request?.query ?? [])]).toEqual([
    ['x', [' ', '2']],
    ['Y', ['']],
  ]);
});

test('an encoded slash separates a path like a plain one', () =>
  expect(clientRequest(received('/tenants/acme%2Fx'))?.path).toBe('/tenants/acme/x'));

test('a path that is not percent-encoded UTF-8 is not a request', () =>
  expect(clientRequest(received('/%ff'))).toBeUndefined());

test('header names are lower-cased, repeated headers joined by commas, cookies kept apart', () => {
  const raw = [
    'X-Twice',
    'one',
    'Cookie',
    'a=1; b=2',
    'x-twice',
    'two',
    'COOKIE',
    'c=3',
    'Authorization',
    'one',
    'authorization',
    'two',
  ];
  expect(clientRequest(received('/', raw))).toMatchObject({
    headers: { 'x-twice': 'one,two', authorization: 'one,two' },
    cookies: ['a=1', 'b=2', 'c=3'],
    peer: '10.1.2.3',
    protocol: 'HTTP/1.1',
  });
  expect(clientRequest(received('/', raw))?.headers).not.toHaveProperty('cookie');
});
