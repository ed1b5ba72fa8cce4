import { connect, type Socket } from 'node:net';
import { createSecureContext, createServer } from 'node:tls';
import type { Authority } from './authority';
import type { Network, Route } from './network';

export interface TlsGateway {
  /** Where every host of the local network speaks TLS. */
  port: number;
  close(): Promise<void>;
}

/**
 * Speaks TLS for every host of the local network, whose stand-ins speak plain HTTP: for functions, which reach
 * `https://` hosts as anywhere else. What is inside goes to the stand-in as it came.
 */
export async function startTlsGateway(network: Network, authority: Authority): Promise<TlsGateway> {
  const open = new Set<Socket>();
  /** Of stand-ins that do not speak TLS by themselves. */
  const portOf = (host: string) => {
    const route = network.find(host);
    return route?.listens === undefined ? route?.port : undefined;
  };
  const server = createServer(
    {
      SNICallback(host, done) {
        if (portOf(host) === undefined) return done(new Error(`${host} is not part of the local network`));
        const { privateKey, certificate } = authority.of(host);
        done(null, createSecureContext({ key: privateKey, cert: certificate }));
      },
    },
    (outer) => {
      // Node's types leave it out for servers.
      const { servername } = outer as { servername?: string | false };
      const port = portOf(servername || '');
      if (port === undefined) return outer.destroy();
      const inner = connect(port, '127.0.0.1');
      for (const [one, other] of [
        [outer, inner],
        [inner, outer],
      ] as const) {
        one.on('error', () => other.destroy());
        one.pipe(other);
      }
    },
  );
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  // A client that breaks off the handshake is no news.
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * The routes of a function: hosts that speak no TLS by themselves by way of the gateway, and those of a VPC only
 * where the function stands in one.
 */
export const functionRoutes = (
  network: Network,
  { gateway, inVpc }: { gateway: number; inVpc: boolean },
): Route[] =>
  network
    .routes()
    .filter(({ vpcOnly }) => inVpc || !vpcOnly)
    .map((route) => (route.listens === undefined ? { ...route, port: gateway } : route));
