import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callOf } from '../../../local/iam/operations';
import { parseRequest } from '../../../local/request';

/** What was asked of AWS, and when. */
export interface RecordedCall {
  /** Milliseconds since 1970. */
  at: number;
  /** `cognito-idp:CreateUserPool` */
  call: string;
}

/** An address that leads to the local AWS, and writes down all that is asked. */
export interface Recorder {
  endpoint: string;
  calls: RecordedCall[];
  close(): Promise<void>;
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Starts to record; whatever comes is passed on as it is. */
export async function startRecorder(endpoint: string): Promise<Recorder> {
  const { hostname, port } = new URL(endpoint);
  const calls: RecordedCall[] = [];
  const server = createServer(async (incoming, answer) => {
    try {
      const at = Date.now();
      const body = await bodyOf(incoming);
      const asked = parseRequest(incoming, body, () => '');
      const call = asked.service ? callOf(asked) : undefined;
      if (call) calls.push({ at, call: `${call.service}:${asked.operation || call.operation}` });
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
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
