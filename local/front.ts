import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Accounts, Identity } from './accounts';
import { dispatch } from './dispatch';
import { ConnectionLost } from './faults/trouble';
import { refusal } from './guard';
import { credentialScope, parseRequest } from './request';
import { type AwsRequest, type AwsResponse, awsError, type Forward, json, type Service } from './service';
import { expired } from './sts/expired';

const HEALTH = '/_local/health';

export interface Front {
  endpoint: string;
  /** Terminates open requests, then stops listening. */
  close(): Promise<void>;
}

interface FrontParts {
  services: Service[];
  /** To moto. */
  forward: Forward;
  accounts: Accounts;
  /**
   * Calls `run` if the caller is allowed to make the request, and refuses it otherwise. If left out, everything is
   * allowed.
   */
  judged?: (request: AwsRequest, identity: Identity, run: () => Promise<AwsResponse>) => Promise<AwsResponse>;
  /** Responds in place of every service when a rate limit is exceeded or a fault applies. Throws ConnectionLost. */
  hindered?: (request: AwsRequest) => Promise<AwsResponse | undefined>;
}

/**
 * The single endpoint for all of AWS: asks each service in turn, then moto. Listens on loopback only; `port` 0 takes a
 * free one. Rejects if the port is taken.
 */
export async function startFront(
  port: number,
  { services, forward, accounts, judged, hindered }: FrontParts,
): Promise<Front> {
  async function answer(message: IncomingMessage): Promise<AwsResponse> {
    const body = await readBody(message);
    if (message.url === HEALTH) return json(200, { status: 'ok' });
    const request = parseRequest(message, body, (key) => accounts.identityOf(key).account);
    const key = credentialScope(request.headers.authorization ?? '', request.path)?.accessKey;
    const identity = accounts.identityOf(key);
    const refused = refusal(request) ?? expired(request, identity.endsAt) ?? (await hindered?.(request));
    if (refused) return refused;
    const run = () => dispatch(services, request, forward);
    return judged ? judged(request, identity, run) : run();
  }

  const server = createServer((message, outgoing) => {
    answer(message)
      .catch((error: Error) => {
        if (error instanceof ConnectionLost) throw error;
        return failed(message, error);
      })
      .then((response) => send(message, outgoing, response))
      .catch(() => outgoing.destroy());
  });
  // Terraform's provider keeps connections open for a long time; closing them after Node's 5 s would race with its next
  // request.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(port) : error),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

const portTaken = (port: number) =>
  new Error(`port ${port} of 127.0.0.1 is taken: stop the process that listens there, or use another port`);

/** Logs the whole error (without the query, which may hold codes and signatures); the caller gets only its message. */
function failed({ method, url, complete }: IncomingMessage, error: Error): AwsResponse {
  // A caller that disconnects in the middle of a request is not our error.
  if (complete) console.error(`local AWS: ${method} ${url?.split('?')[0]}: ${error.stack}`);
  return awsError(500, 'InternalFailure', `local AWS: ${error.message}`);
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(
  message: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, cookies, body }: AwsResponse,
) {
  const length = message.method === 'HEAD' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const repeated = cookies?.length ? { 'set-cookie': cookies } : {};
  // This process's clock decides when sessions end; SDKs correct theirs by this header.
  const date = { date: new Date().toUTCString() };
  outgoing.writeHead(status, { ...headers, ...repeated, ...date, ...(status === 204 ? {} : length) });
  outgoing.end(message.method === 'HEAD' ? undefined : body);
}
