import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint that forwards to the local AWS. */
export interface PassedOn {
  endpoint: string;
  close(): Promise<void>;
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Forwards all requests unchanged.
 * @param see called with each request first, and the time at which it started
 * @param seeAnswer called with each response and its request
 */
export async function passOn(
  endpoint: string,
  see: (incoming: IncomingMessage, body: Buffer, at: number) => void,
  seeAnswer?: (incoming: IncomingMessage, status: number, answer: Buffer) => void,
): Promise<PassedOn> {
  const { hostname, port } = new URL(endpoint);
  const server = createServer(async (incoming, answer) => {
    try {
      const at = Date.now();
      const body = await bodyOf(incoming);
      see(incoming, body, at);
      const { method, url: path, headers } = incoming;
      const onward = request({ hostname, port, method, path, headers }, (from) => {
        answer.writeHead(from.statusCode ?? 502, from.rawHeaders);
        from.pipe(answer);
        if (seeAnswer) void bodyOf(from).then((its) => seeAnswer(incoming, from.statusCode ?? 502, its));
      });
      onward.on('error', () => answer.destroy());
      onward.end(body);
    } catch {
      answer.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
