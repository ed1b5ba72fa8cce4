import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dispatch } from '../../local/dispatch';
import { Network } from '../../local/network';
import { networkRoutes } from '../../local/network-routes';
import type { AwsRequest } from '../../local/service';

const seen: string[] = [];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { host, accept, authorization, 'content-type': type } = request.headers;
  seen.push([request.method, host, request.url, accept, type, authorization, body].join(' | '));
  response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"invalid_client"}');
});
const network = new Network();
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  network.add({ hosts: '*.okta.example', port: (server.address() as AddressInfo).port });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = (method: string, path: string, body = '') =>
  dispatch(
    [networkRoutes(network)],
    {
      method,
      path,
      headers: { accept: 'application/json', 'content-type': 'text/plain', authorization: 'AWS4' },
      body: Buffer.from(body),
    } as unknown as AwsRequest,
    async () => ({ status: 404, headers: {}, body: 'moto' }),
  );

test('a host of the local network is asked as if reached directly, without what was meant for AWS', async () => {
  const { status, headers, body } = await ask(
    'POST',
    '/_local/hosts/acme.okta.example/oauth2/v1/token?x=1',
    'a=b',
  );
  expect([status, headers, String(body)]).toEqual([
    401,
    { 'content-type': 'application/json' },
    '{"error":"invalid_client"}',
  ]);
  await ask('GET', '/_local/hosts/acme.okta.example');
  expect(seen).toEqual([
    'POST | acme.okta.example | /oauth2/v1/token?x=1 | application/json | text/plain |  | a=b',
    'GET | acme.okta.example | / | application/json | text/plain |  | ',
  ]);
});

test('a host without a stand-in is not reached, and the rest stays as it was', async () => {
  const { status, body } = await ask('POST', '/_local/hosts/api.amazon.com/auth/o2/token');
  expect(status).toBe(502);
  expect(String(body)).toContain('api.amazon.com is not part of the local network');
  expect(JSON.parse(String((await ask('GET', '/_local/network')).body))).toHaveLength(1);
  expect((await ask('GET', '/_local/other')).body).toBe('moto');
});
