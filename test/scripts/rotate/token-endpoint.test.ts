import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askTokenEndpoint } from '../../../scripts/rotate/token-endpoint';

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let url: string;
const paths: string[] = [];
const server = createServer((request, response) => {
  paths.push(`${request.method} ${request.url}`);
  answer(request, response);
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  paths.length = 0;
});

const waits: number[] = [];
const ask = (method?: 'GET') =>
  askTokenEndpoint(
    url,
    { client_secret: 'planted' },
    {
      whose: 'billing',
      async pause(ms) {
        waits.push(ms);
      },
      ...(method && { method }),
    },
  );
const says =
  (status: number, body: string, headers = {}): typeof answer =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

test.each([
  [200, '{"access_token":"abc"}', { status: 200, said: 'token', token: 'abc' }],
  [401, '{"error":"invalid_client","error_description":"planted"}', { status: 401, said: 'invalid_client' }],
  [
    400,
    '{"error":{"message":"planted","type":"OAuthException","code":1}}',
    { status: 400, said: 'OAuthException 1' },
  ],
  [400, '{"error":"<b>planted</b>"}', { status: 400, said: 'an error that it does not name' }],
])('%i %s', async (status, body, expected) => {
  answer = says(status, body);
  expect(await ask()).toEqual(expected);
});

test('a form is posted, and the URL contains only what the provider wants in it', async () => {
  answer = says(400, '{"error":"invalid_grant"}');
  await ask();
  await ask('GET');
  expect(paths).toEqual(['POST /token', 'GET /token?client_secret=planted']);
});

test.each([
  ['an error of its own', says(503, 'planted'), 'it has troubles'],
  ['a limit', says(429, '{"error":"slow_down"}'), 'it has troubles'],
  ['no JSON', says(200, 'planted'), 'its answer is no JSON'],
  ['a JSON text', says(200, '"planted"'), 'it has troubles'],
  [
    'a broken line',
    (_: IncomingMessage, response: ServerResponse) => response.destroy(),
    'other side closed',
  ],
])('%s is retried, and then reported without the secret', async (_, says, reason) => {
  answer = says;
  waits.length = 0;
  const error = await ask().catch((thrown: Error) => thrown);
  expect(error).toMatchObject({
    message: expect.stringMatching(`${url} does not say whether it takes a secret of billing: .*${reason}$`),
    remedy: expect.any(String),
  });
  expect(waits).toEqual([500, 2000, 5000]);
  expect(paths).toHaveLength(4);
});

test('a secret does not follow a redirect', async () => {
  answer = says(307, '', { location: '/elsewhere' });
  await expect(ask()).rejects.toThrow('does not say');
  expect(new Set(paths)).toEqual(new Set(['POST /token']));
});
