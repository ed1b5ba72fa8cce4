/**
 * Stands in for an RDS Proxy: requires TLS, and accepts as a password only an IAM token that was signed for
 * exactly this host, port and user; then it passes the connection on to PostgreSQL. It can fail in every way that a
 * proxy, or a connection that was frozen with its function, fails.
 */
import { createServer, type Socket, connect as toServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { selfSigned } from '../../../local/certificate';
import { signedBy } from '../../../local/sigv4';

/** Where a new connection gets stuck. */
type Stage = 'tcp' | 'tls' | 'password' | 'query';

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const askForPassword = message('R', Buffer.from([0, 0, 0, 3]));
const failure = (code: string, text: string) =>
  message('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`));

/** Exactly that many bytes; what follows stays in the socket. */
async function take(socket: Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const chunk = socket.read(bytes) as Buffer | null;
    if (chunk?.length === bytes) return chunk;
    if (socket.readableEnded || socket.destroyed) throw new Error('the client has gone');
    await new Promise((resolve) => {
      socket.once('readable', resolve);
      socket.once('close', resolve);
    });
  }
}

async function takeMessage(socket: Socket, typed: boolean): Promise<{ head: Buffer; body: Buffer }> {
  const head = await take(socket, typed ? 5 : 4);
  return { head, body: await take(socket, head.readInt32BE(typed ? 1 : 0) - 4) };
}

/** Startup parameters: a version, then names and values, each ended by a zero. */
function parametersOf(body: Buffer): Record<string, string> {
  const words = body.toString('utf8', 4).split('\0');
  return Object.fromEntries(
    words.flatMap((name, index) => (index % 2 === 0 && name ? [[name, words[index + 1] ?? '']] : [])),
  );
}

export class RdsProxyStandIn {
  /** Of the certificate; a name, since a certificate without extensions cannot hold an address. */
  readonly host = 'localhost';
  readonly certificate: string;
  readonly #key: string;
  /** Passwords that clients sent. */
  readonly tokens: string[] = [];
  /** Connections that clients opened. */
  connections = 0;
  /** Where connections get stuck from now on. */
  stuckAt: Stage | undefined;
  /** SQLSTATE that new connections get instead of a response. */
  refusing: string | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => void this.#serve(socket).catch(() => socket.destroy()));

  constructor(
    private readonly postgresPort: number,
    private readonly signer: { secret: string },
    certificateName = 'localhost',
  ) {
    const made = selfSigned(certificateName, 1, Date.now());
    this.certificate = made.certificate;
    this.#key = made.privateKey;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Ends every connection, as a proxy does with idle ones. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Holds back everything on open connections, as if the client had slept through their end. */
  silence(): void {
    for (const socket of this.#sockets) socket.unpipe();
  }

  /** Why the token is not valid for this host, port and user; undefined if it is. */
  #fault(token: string, user: string): string | undefined {
    if (!URL.canParse(`https://${token}`)) return 'no URL';
    const url = new URL(`https://${token}`);
    const asked = Object.fromEntries(url.searchParams);
    if (url.host !== `${this.host}:${this.port}` || url.pathname !== '/') return 'another host';
    if (asked.Action !== 'connect' || asked.DBUser !== user) return 'another user';
    if (!/^[^/]+\/\d{8}\/eu-central-1\/rds-db\/aws4_request$/.test(asked['X-Amz-Credential'] ?? ''))
      return 'another scope';
    return signedBy(url, this.signer.secret) ? undefined : 'wrong signature';
  }

  async #serve(plain: Socket): Promise<void> {
    this.connections += 1;
    this.#track(plain);
    if (this.stuckAt === 'tcp') return;
    const { body } = await takeMessage(plain, false);
    if (body.readInt32BE(0) !== 80_877_103) throw new Error('the client wants no TLS');
    plain.write('S');
    if (this.stuckAt === 'tls') return;
    const secureContext = createSecureContext({ key: this.#key, cert: this.certificate });
    const socket = this.#track(new TLSSocket(plain, { isServer: true, secureContext }));

    const start = await takeMessage(socket, false);
    socket.write(askForPassword);
    const password = await takeMessage(socket, true);
    const token = password.body.toString('utf8', 0, password.body.length - 1);
    this.tokens.push(token);
    if (this.stuckAt === 'password') return;
    const fault = this.#fault(token, parametersOf(start.body).user ?? '');
    if (this.refusing) return void socket.end(failure(this.refusing, `refused ${token}`));
    if (fault) return void socket.end(failure('28P01', `IAM authentication failed: ${fault}`));

    const server = this.#track(toServer(this.postgresPort, '127.0.0.1'));
    server.write(Buffer.concat([start.head, start.body]));
    server.pipe(socket);
    if (this.stuckAt === 'query') return;
    socket.pipe(server);
    socket.once('close', () => server.destroy());
    server.once('close', () => socket.destroy());
  }

  #track<S extends Socket>(socket: S): S {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
