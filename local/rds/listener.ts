import { createServer, type Server, type Socket } from 'node:net';
import { Fatal, Gone } from './errors';
import { message } from './wire';

/**
 * Runs a connection's work, then closes the connection. If the work throws Fatal, the client gets the reason. Any other
 * error except Gone is ours: it is logged, and the client only learns that there was one.
 */
export async function until(socket: Socket, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code, message: text } =
      error instanceof Fatal ? error : { code: 'XX000', message: 'internal error' };
    if (error instanceof Gone) return;
    if (!(error instanceof Fatal)) console.error(`local AWS: PostgreSQL: ${(error as Error).stack}`);
    socket.write(message('E', 'SFATAL', 'VFATAL', `C${code}`, `M${text}`, Buffer.from([0])));
  } finally {
    await new Promise<void>((resolve) => socket.end(() => resolve()));
  }
}

/** A loopback port and its connections. */
export class Listener {
  private readonly open = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async open(serve: (socket: Socket) => Promise<void>): Promise<Listener> {
    const server = createServer((socket) => {
      listener.open.add(socket);
      socket.once('close', () => listener.open.delete(socket));
      // A client that disconnects is not worth reporting.
      socket.on('error', () => {});
      void until(socket, () => serve(socket));
    });
    const listener = new Listener(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return listener;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
