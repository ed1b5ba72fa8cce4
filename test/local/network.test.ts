import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Network, NetworkRefused } from '../../local/network';

test('a host is known by its name or by a pattern, whatever its case; the first route wins', () => {
  const network = new Network();
  network.add({ hosts: 'accounts.google.com', port: 1 });
  network.add({ hosts: '*.okta.example', port: 2 });
  network.add({ hosts: 'acme.okta.example', port: 3 });
  expect(['accounts.google.com', 'Acme.Okta.example'].map((host) => network.portOf(host))).toEqual([1, 2]);
  for (const host of ['.okta.example', 'okta.example', 'accounts.google.com.evil.example', 'example.com'])
    expect(() => network.portOf(host)).toThrow(NetworkRefused);
});

test('routes that are added later can be removed again', () => {
  const network = new Network();
  const hosts = new Set<string>();
  network.addLater(() => [...hosts].map((name) => ({ hosts: name, port: 7 })));
  expect(() => network.portOf('login.shop.example')).toThrow('is not part of the local network (empty)');
  hosts.add('login.shop.example');
  expect(network.portOf('login.shop.example')).toBe(7);
  expect(network.routes()).toEqual([{ hosts: 'login.shop.example', port: 7 }]);
  hosts.clear();
  expect(network.routes()).toEqual([]);
});

test('fetches only over loopback, names the host it means, and does not follow redirects', async () => {
  const server = createServer(({ headers, url }, outgoing) => {
    outgoing.writeHead(302, { location: 'https://elsewhere.example/' });
    outgoing.end(`${headers.host} ${headers['x-forwarded-proto']} ${url}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const network = new Network();
  network.add({ hosts: '*.okta.example', port: (server.address() as AddressInfo).port });
  try {
    const answer = await network.fetch('https://acme.okta.example/a?b=1');
    expect([answer.status, await answer.text()]).toEqual([302, 'acme.okta.example https /a?b=1']);
    await expect(network.fetch('http://acme.okta.example/')).rejects.toThrow('only https leaves');
    await expect(network.fetch('https://example.com/')).rejects.toThrow(NetworkRefused);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
