import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sandbox } from '../../../local/lambda/sandbox';
import type { Route } from '../../../local/network';

let folder: string;
let standIn: Server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'network-'));
  // A request that nobody reads would keep its socket open.
  standIn = createServer((socket) => socket.resume().end('HTTP/1.0 200 OK\r\n\r\nthe stand-in'));
  standIn.listen(0, '127.0.0.1');
  await once(standIn, 'listening');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  standIn.close();
});

const port = () => (standIn.address() as AddressInfo).port;
/** Runs this body of a function, with `event` in scope. */
async function run(body: string, event: object = {}): Promise<unknown> {
  writeFileSync(join(folder, 'index.js'), `exports.handler = async (event) => { ${body} }`);
  const routes: Route[] = [
    { hosts: '*.rds.example', port: port(), listens: 5432 },
    { hosts: 'web.example', port: port() },
  ];
  const sandbox = new Sandbox(folder, { _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: folder }, 30, routes);
  const { outcome } = await sandbox.run({ requestId: 'id', arn: 'arn', event, trace: '' });
  await sandbox.stop();
  return outcome.ok ? outcome.payload : outcome.error;
}

const connecting = (how: string) => `
  const net = require('node:net');
  return new Promise((resolve, reject) => {
    const socket = ${how};
    socket.on('error', reject);
    socket.on('data', (data) => resolve(String(data).split('\\r\\n').at(-1)));
  });`;

test.each([
  ['port and host', "net.connect(5432, 'one.rds.example')"],
  ['options', "net.connect({ host: 'ONE.rds.example', port: '5432' })"],
  ['a socket of its own, as pg has', "new net.Socket().connect(5432, 'one.rds.example')"],
  ['the default port of TLS', "net.connect({ host: 'web.example', port: 443 })"],
  ['an address of loopback', 'net.connect(event.port, "127.0.0.1")'],
  ['no host at all', 'net.connect(event.port)'],
])('a connection reaches its stand-in: %s', async (_name, how) => {
  expect(await run(connecting(how), { port: port() })).toBe('the stand-in');
});

test.each([
  ['a host without a stand-in', "net.connect(443, 'other.example')"],
  ['an address of the internet', "net.connect(443, '192.0.2.1')"],
  ['another port of a known host', "net.connect(22, 'one.rds.example')"],
  ['TLS', "require('node:tls').connect(443, 'other.example')"],
])('what would leave the machine does not: %s', async (_name, how) => {
  expect(await run(connecting(how))).toMatchObject({
    errorMessage: expect.stringContaining('this function cannot reach it in the local AWS'),
  });
});

test('fetch reaches loopback, and nothing else', async () => {
  expect(await run('return (await fetch("http://127.0.0.1:" + event.port)).text()', { port: port() })).toBe(
    'the stand-in',
  );
  const words = await run(
    'return fetch("https://other.example").catch((error) => error.cause.code + " " + error.cause.hostname)',
  );
  expect(words).toBe('ENOTFOUND other.example');
});

test('names are never looked up, in any way', async () => {
  const codes = await run(`
    const dns = require('node:dns');
    const { lookup } = await import('node:dns/promises');
    const code = (error) => error?.code;
    return [
      await new Promise((resolve) => dns.lookup('other.example', (error) => resolve(code(error)))),
      await dns.promises.lookup('other.example').catch(code),
      await lookup('other.example').catch(code),
      dns.getServers(),
    ];`);
  expect(codes).toEqual(['ENOTFOUND', 'ENOTFOUND', 'ENOTFOUND', ['127.0.0.1']]);
});

test('a datagram to the internet is not sent, one to loopback is', async () => {
  const codes = await run(`
    const socket = require('node:dgram').createSocket('udp4');
    const send = (host) => new Promise((resolve) => socket.send('x', 9, host, (error) => resolve(error?.code ?? 'sent')));
    const codes = [await send('192.0.2.1'), await send('other.example'), await send('127.0.0.1')];
    socket.close();
    return codes;`);
  expect(codes).toEqual(['ENOTFOUND', 'ENOTFOUND', 'sent']);
});
