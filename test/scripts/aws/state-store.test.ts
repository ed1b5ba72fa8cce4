import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as sdk from '@aws-sdk/client-s3';
import { type StateStore, stateStore } from '../../../scripts/aws/state-store';

type Answer = { status: number; body?: string; headers?: Record<string, string> };
const code = (status: number, name: string): Answer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${name}</Code><Message>.</Message></Error>`,
});

let server: Server;
let store: StateStore;
let answers: Answer[];
let asked: { method?: string; ifMatch?: string; ifNoneMatch?: string }[];

/** An S3 that gives these responses, one after the other, over real HTTP. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const { method, headers } = request;
    request.resume().on('end', () => {
      asked.push({ method, ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] as string });
      const { status, body = '', headers: more = {} } = answers.shift() ?? code(500, 'InternalError');
      response.writeHead(status, { 'content-type': 'application/xml', ...more });
      response.end(method === 'HEAD' ? undefined : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new sdk.S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 2,
  });
  store = stateStore(sdk, client, 'states');
});
afterAll(async () => {
  store.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
beforeEach(() => {
  asked = [];
});

const etag = (value: string, body = ''): Answer => ({ status: 200, body, headers: { etag: value } });

test('a new object is written only if none exists, a known one only if it has not changed', async () => {
  answers = [etag('"1"'), etag('"2"')];
  expect(await store.write('k', 'text', undefined)).toBe('"1"');
  expect(await store.write('k', 'text', '"1"')).toBe('"2"');
  expect(asked).toEqual([
    { method: 'PUT', ifMatch: undefined, ifNoneMatch: '*' },
    { method: 'PUT', ifMatch: '"1"', ifNoneMatch: undefined },
  ]);
});

test('someone else was faster: nothing is written', async () => {
  answers = [code(412, 'PreconditionFailed'), etag('"9"', 'theirs')];
  expect(await store.write('k', 'ours', undefined)).toBeUndefined();
  answers = [code(404, 'NoSuchKey'), code(404, 'NoSuchKey')];
  expect(await store.write('k', 'ours', '"1"')).toBeUndefined();
  answers = [code(412, 'PreconditionFailed')];
  expect(await store.remove('k', '"1"')).toBe(false);
});

test('a response was lost and the request repeated: it was we who were faster', async () => {
  answers = [code(500, 'InternalError'), code(412, 'PreconditionFailed'), etag('"1"', 'ours')];
  expect(await store.write('k', 'ours', undefined)).toBe('"1"');
});

test('two simultaneous writes: S3 returns 409, and it is retried', async () => {
  answers = [code(409, 'ConditionalRequestConflict'), etag('"1"')];
  expect(await store.write('k', 'ours', undefined)).toBe('"1"');
});

test('a bucket that is gone, refuses or fails is an error, not an answer', async () => {
  answers = [code(404, 'NoSuchBucket')];
  await expect(store.write('k', 'ours', undefined)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  answers = [code(403, 'AccessDenied')];
  await expect(store.write('k', 'ours', '"1"')).rejects.toMatchObject({ name: 'AccessDenied' });
  answers = [code(500, 'InternalError'), code(500, 'InternalError')];
  await expect(store.read('k')).rejects.toMatchObject({ name: 'InternalError' });
  answers = [code(403, 'AccessDenied')];
  await expect(store.remove('k', '"1"')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a missing object is undefined', async () => {
  answers = [code(404, 'NoSuchKey')];
  expect(await store.read('k')).toBeUndefined();
  answers = [{ status: 404 }];
  expect(await store.etagOf('k')).toBeUndefined();
});
