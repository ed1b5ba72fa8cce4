import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { Authority, writeTrust } from '../../local/authority';

const host = `a-very-long-name-${'x'.repeat(40)}.proxy-a1b2c3.eu-central-1.rds.amazonaws.com`;

/** What a client that trusts `ca` sees when it connects to a server of this authority under that name. */
async function meet(authority: Authority, ca: string, servername: string): Promise<string> {
  const { privateKey: key, certificate: cert } = authority.of(host);
  const server = createServer({ key, cert }, (socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => {});
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ host: '127.0.0.1', port, servername, ca });
  const found = await once(client, 'secureConnect').then(
    () => 'trusted',
    (error) => error.code,
  );
  client.destroy();
  server.close();
  return found;
}

test('a client that trusts the authority trusts its hosts, each by its own name only', async () => {
  const authority = new Authority();
  expect(await meet(authority, authority.certificate, host)).toBe('trusted');
  expect(await meet(authority, authority.certificate, 'other.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test("another run's authority is not trusted, nor an expired one", async () => {
  const authority = new Authority();
  expect(await meet(authority, new Authority().certificate, host)).not.toBe('trusted');
  const old = new Authority(() => Date.now() - 400 * 86_400_000);
  expect(await meet(old, old.certificate, host)).toBe('CERT_HAS_EXPIRED');
});

test('the trust file contains only the certificate, and is removed', () => {
  const authority = new Authority();
  const { path, remove } = writeTrust(authority);
  expect(readFileSync(path, 'utf8')).toBe(authority.certificate);
  remove();
  expect(() => statSync(path)).toThrow('ENOENT');
});
