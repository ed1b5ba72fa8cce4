import { connect, type Socket } from 'node:net';
import { createSecureContext, createServer } from 'node:tls';
import type { Authority } from './authority';
import type { Network, Route } from './network';

export interface TlsGateway {
  /** Where every host of the local network is reachable by TLS. */
  port: number;
  close(): Promise<void>;
}

/**
 * Terminates TLS for all hosts of the local network, whose stand-ins use plain HTTP, so that functions reach `https://`
 * hosts as usual. The decrypted bytes are passed on unchanged.
 */
export async function startTlsGateway(network: Network, authority: Authority): Promise<TlsGateway> {
  const open = new Set<Socket>();
  /** Only of stand-ins that don't handle TLS themselves. */
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
      // Node's types omit it for servers.
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
  // A client that aborts the handshake is not worth reporting.
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
 * A function's routes: hosts whose stand-in doesn't handle TLS go through the gateway; VPC-only hosts are included only
 * if the function is in a VPC.
 */
export const functionRoutes = (
  network: Network,
  { gateway, inVpc }: { gateway: number; inVpc: boolean },
): Route[] =>
  network
    .routes()
    .filter(({ vpcOnly }) => inVpc || !vpcOnly)
    .map((route) => (route.listens === undefined ? { ...route, port: gateway } : route));
