import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Authority } from '../authority';
import { Fatal, Gone } from './errors';
import { message, readMessage, readStart } from './wire';

/** Whether a host has the format of an RDS endpoint. */
export const isRdsHost = (host: string): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)+\.rds\.amazonaws\.com$/.test(host);

/**
 * Upgrades a connection to a proxy's endpoint to TLS, with the certificate of the host that the client names. Throws
 * Fatal for a client that doesn't ask for TLS, and Gone for one that rejects the certificate.
 */
export async function secured(plain: Socket, authority: Authority): Promise<TLSSocket> {
  let start = await readStart(plain);
  if (start.kind === 'gss') {
    plain.write('N');
    start = await readStart(plain);
  }
  if (start.kind === 'startup') throw new Fatal('28000', 'This RDS proxy requires TLS connections.');
  if (start.kind !== 'ssl') throw new Gone('nothing to do');
  plain.write('S');
  const socket = new TLSSocket(plain, {
    isServer: true,
    SNICallback: (host, done) => {
      if (!isRdsHost(host)) return done(new Error(`no certificate for ${host}`));
      const { privateKey, certificate } = authority.of(host);
      done(null, createSecureContext({ key: privateKey, cert: certificate }));
    },
  });
  await new Promise<void>((resolve, reject) => {
    const end = (error?: Error) => reject(new Gone(error?.message ?? 'the connection has ended'));
    socket.once('secure', resolve);
    // Kept for later errors.
    socket.on('error', end);
    plain.once('close', () => end());
  });
  return socket;
}

/** Asks for the password. Throws Fatal, and Gone if the client has none. */
export async function readPassword(
  socket: TLSSocket,
): Promise<{ host: string; user: string; parameters: Record<string, string>; password: string }> {
  const start = await readStart(socket);
  if (start.kind !== 'startup') throw new Gone('no startup message was sent');
  const { parameters } = start;
  // Node's types omit it for servers.
  const { servername: host } = socket as { servername?: string | false };
  if (!host || !parameters.user) throw new Fatal('08P01', 'the connection names no user, or its TLS no host');
  socket.write(message('R', 3));
  const { type, body } = await readMessage(socket);
  if (type !== 'p') throw new Gone('no password was sent');
  return { host, user: parameters.user, parameters, password: body.toString('utf8', 0, body.length - 1) };
}
