import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';

/** The connection from a command to the local AWS, which can be cut. */
export interface Wire {
  endpoint: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Forwards connections to an endpoint until it is cut; then they are reset, as are new ones. */
export async function wireTo(endpoint: string): Promise<Wire> {
  const { hostname, port } = new URL(endpoint);
  const sockets = new Set<Socket>();
  let whole = true;
  const server: Server = createServer((near) => {
    near.on('error', () => {});
    if (!whole) return void near.resetAndDestroy();
    const far = openSocket(Number(port), hostname);
    far.on('error', () => near.destroy());
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as { port: number };
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    endpoint: `http://127.0.0.1:${own}`,
    cut,
    mend() {
      whole = true;
    },
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
