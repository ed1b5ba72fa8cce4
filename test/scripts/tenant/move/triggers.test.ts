import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cellTriggers, closeTriggers, openTriggers } from '../../../../scripts/tenant/move/triggers';

/** Lambda and Cognito on loopback. */
let answer: (request: string, response: ServerResponse) => void;
const asked: string[] = [];
const server = createServer((request: IncomingMessage, response) => {
  const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
  const what = operation || `${request.method} ${String(request.url).replace(/^\/2015-03-31/, '')}`;
  asked.push(what);
  request.resume().on('end', () => answer(what, response));
});
let endpoint: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked.length = 0;
});

const config = () =>
  ({
    endpoint,
    region: 'eu-central-1',
    credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
  }) as never;
const reply = (response: ServerResponse, status: number, body: object, type = '') => {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(type && { 'x-amzn-errortype': type }),
  });
  response.end(JSON.stringify(body));
};
const functions = cellTriggers({ name: 'dev' } as never, 'cell-02');
const pool = { tenant: 'acme', poolArn: 'arn:aws:cognito-idp:eu-central-1:1:userpool/p' };
const calling = (name: string) => ({
  UserPool: { LambdaConfig: { PostConfirmation: `arn:aws:lambda:eu-central-1:1:function:${name}:acme` } },
});

test('alias and permission are created for each function; existing ones are fine', async () => {
  answer = (_what, response) => reply(response, 409, { message: 'exists' }, 'ResourceConflictException');
  await openTriggers(config(), functions, pool);
  expect(asked).toEqual([
    'POST /functions/dev-cell-02-hook/aliases',
    'POST /functions/dev-cell-02-hook/policy?Qualifier=acme',
    'POST /functions/dev-cell-02-post-confirmation/aliases',
    'POST /functions/dev-cell-02-post-confirmation/policy?Qualifier=acme',
  ]);
});

test('a cell that was never rolled out cannot receive a tenant', async () => {
  answer = (_what, response) => reply(response, 404, { message: 'no' }, 'ResourceNotFoundException');
  await expect(openTriggers(config(), functions, pool)).rejects.toThrow(/no function dev-cell-02-hook/);
});

test('while the pool calls one of them, nothing is removed', async () => {
  answer = (_what, response) => reply(response, 200, calling('dev-cell-02-post-confirmation'));
  const closing = closeTriggers(config(), functions, { tenant: 'acme', poolId: 'p' });
  await expect(closing).rejects.toThrow(/still calls dev-cell-02-post-confirmation/);
  expect(asked).toEqual(['DescribeUserPool']);
});

test('afterwards each is removed, permission first; what is already gone is fine', async () => {
  answer = (what, response) =>
    what === 'DescribeUserPool'
      ? reply(response, 200, calling('dev-cell-03-hook'))
      : reply(response, 404, { message: 'no' }, 'ResourceNotFoundException');
  await closeTriggers(config(), functions, { tenant: 'acme', poolId: 'p' });
  expect(asked.slice(1, 3)).toEqual([
    'DELETE /functions/dev-cell-02-hook/policy/cognito-acme?Qualifier=acme',
    'DELETE /functions/dev-cell-02-hook/aliases/acme',
  ]);
  expect(asked).toHaveLength(5);
});
