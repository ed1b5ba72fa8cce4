import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Authority } from '../../local/authority';
import { Network } from '../../local/network';
import { functionRoutes, startTlsGateway, type TlsGateway } from '../../local/tls-gateway';

const authority = new Authority();
const network = new Network();
let standIn: Server;
let gateway: TlsGateway;
beforeAll(async () => {
  standIn = createServer((message, answer) =>
    message.pipe(answer.writeHead(200, { host: message.headers.host })),
  );
  await once(standIn.listen(0, '127.0.0.1'), 'listening');
  network.add({ hosts: '*.web.example', port: (standIn.address() as AddressInfo).port });
  network.add({ hosts: 'db.example', port: 9, listens: 5432, vpcOnly: true });
  gateway = await startTlsGateway(network, authority);
});
afterAll(async () => {
  await gateway.close();
  standIn.close();
});

/** The response of a server at `https://<host>` to this body, or why there is none. */
async function ask(servername: string, body: string, ca = authority.certificate): Promise<string> {
  const options = { host: '127.0.0.1', port: gateway.port, servername, ca, method: 'POST', agent: false };
  const asked = request({ ...options, headers: { host: servername } });
  asked.end(body);
  try {
    const [answer] = await once(asked, 'response');
    return `${answer.headers.host}: ${await text(answer)}`;
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}

test('a host of the local network serves TLS under its own name, with the response of its stand-in', async () => {
  expect(await ask('a.web.example', 'hello')).toBe('a.web.example: hello');
  const large = 'x'.repeat(1_000_000);
  expect(await ask('b.web.example', large)).toBe(`b.web.example: ${large}`);
});

test.each([
  ['another host', 'bank.example'],
  ['a host whose stand-in handles TLS itself', 'db.example'],
])('%s has no stand-in', async (_name, host) => {
  expect(await ask(host, 'hello')).toMatch(/ECONNRESET|EPROTO|SSL/);
});

test('a client that does not trust the authority refuses to connect', async () => {
  expect(await ask('a.web.example', 'hello', new Authority().certificate)).toMatch(/CERT|SIGNATURE|ISSUER/);
});

test('a function reaches web hosts through the gateway, and hosts in a VPC only from inside one', () => {
  const web = { hosts: '*.web.example', port: gateway.port };
  expect(functionRoutes(network, { gateway: gateway.port, inVpc: false })).toEqual([web]);
  expect(functionRoutes(network, { gateway: gateway.port, inVpc: true })).toEqual([
    web,
    { hosts: 'db.example', port: 9, listens: 5432, vpcOnly: true },
  ]);
});
