import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An address that leads to the local AWS, and remembers what it was asked. */
export interface Recorded {
  endpoint: string;
  /** Everything that was asked since the last time, each once, sorted: `sts:AssumeRole`, `GET /bucket/key`. */
  take(): string[];
  close(): Promise<void>;
}

const bodyOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** What is asked for: by its name where the protocol has one, else by method and path. */
function nameOf({ headers, method, url = '' }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (target) return String(target);
  const form = /^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '');
  const action = form ? new URLSearchParams(body.toString()).get('Action') : null;
  return action ?? `${method} ${url.split('?')[0]}`;
}

/** Starts to record; whatever comes is passed on as it is. */
export async function record(endpoint: string): Promise<Recorded> {
  const { hostname, port } = new URL(endpoint);
  let seen = new Set<string>();
  const server = createServer(async (incoming, answer) => {
    try {
      const body = await bodyOf(incoming);
      seen.add(nameOf(incoming, body));
      const { method, url: path, headers } = incoming;
      const onward = request({ hostname, port, method, path, headers }, (from) => {
        answer.writeHead(from.statusCode ?? 502, from.rawHeaders);
        from.pipe(answer);
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
    take() {
      const taken = [...seen].sort();
      seen = new Set();
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Names of calls that write nothing; of those without a name, only reading has this method. */
const reads = /^(GET|HEAD) |^([\w]+\.)?(Assume|BatchGet|Describe|Get|List)\w*$/;

/** Those that may have written something. */
export const writesAmong = (calls: readonly string[]): string[] => calls.filter((call) => !reads.test(call));
