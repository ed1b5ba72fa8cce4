import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAskable, readSource } from '../../../../scripts/rotate/saml-metadata/source';

let server: Server;
let url: string;
const folder = mkdtempSync(join(tmpdir(), 'fleet-saml-'));

beforeAll(async () => {
  server = createServer(({ url: path }, response) => {
    if (path === '/elsewhere') return void response.writeHead(302, { location: '/metadata' }).end();
    if (path === '/long') return void response.end('x'.repeat(1_000_001));
    response.writeHead(path === '/metadata' ? 200 : 404).end('<é/>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

test('a document is read from a file, or from an address', async () => {
  writeFileSync(join(folder, 'metadata.xml'), '<a/>');
  expect(await readSource(join(folder, 'metadata.xml'), 'the metadata')).toBe('<a/>');
  expect(await readSource(`${url}/metadata`, 'the metadata')).toBe('<é/>');
});

test.each([
  ['what is not there', '/none', 'status 404'],
  ['what is somewhere else', '/elsewhere', 'redirect'],
  ['what does not end', '/long', 'more than 1000000 characters'],
])('%s is not a document', async (_, path, why) => {
  await expect(readSource(`${url}${path}`, 'the metadata')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(why),
  });
});

test('a file that does not exist is not a document', async () => {
  await expect(readSource(join(folder, 'none.xml'), 'the metadata')).rejects.toMatchObject({ exitCode: 2 });
});

test.each([
  ['https://idp.example/metadata', true],
  ['http://127.0.0.1:4566/metadata', true],
  ['http://localhost/metadata', true],
  ['http://idp.example/metadata', false],
  ['http://127.0.0.1.idp.example/metadata', false],
  ['ftp://idp.example/metadata', false],
  ['file:///etc/passwd', false],
])('%s is asked: %s', async (source, asked) => {
  expect(isAskable(source)).toBe(asked);
  if (!asked) await expect(readSource(source, 'the metadata')).rejects.toThrow('is not fetched');
});
