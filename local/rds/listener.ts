import { createServer, type Server, type Socket } from 'node:net';
import { Fatal, Gone } from './errors';
import { message } from './wire';

/**
 * Does what a connection is there for, and ends it: with the reason, if the work throws Fatal. Any other error
 * than Gone is ours: the local AWS's log has it, the client learns that there was one.
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

/** A loopback port, with the connections to it. */
export class Listener {
  private readonly open = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async open(serve: (socket: Socket) => Promise<void>): Promise<Listener> {
    const server = createServer((socket) => {
      listener.open.add(socket);
      socket.once('close', () => listener.open.delete(socket));
      // A client that breaks off is no news.
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
