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
  /** Breaks off requests that are still open, then stops listening. */
  close(): Promise<void>;
}

interface FrontParts {
  services: Service[];
  /** To moto. */
  forward: Forward;
  accounts: Accounts;
  /** Answers by `run` what the caller may do, and refuses the rest; left out: everybody may do everything. */
  judged?: (request: AwsRequest, identity: Identity, run: () => Promise<AwsResponse>) => Promise<AwsResponse>;
  /** Answers in the place of everybody, where AWS is asked too often or has troubles. Throws ConnectionLost. */
  hindered?: (request: AwsRequest) => Promise<AwsResponse | undefined>;
}

/**
 * The one endpoint that stands for all of AWS: asks each service in turn, and moto when none answers.
 * Listens on loopback only. `port` 0 takes a free one. Rejects when the port is taken.
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
  // Terraform's provider keeps connections for long; ending them at Node's 5 s would race its next request.
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
  new Error(`port ${port} of 127.0.0.1 is taken: stop what listens there, or take another port`);

/** The whole story goes to our own log (but no query: it may hold codes and signatures), the caller gets its title. */
function failed({ method, url, complete }: IncomingMessage, error: Error): AwsResponse {
  // A caller who hangs up in the middle of a request is no fault of ours.
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
  // The time of this process, by which sessions end; SDKs set their clocks by it.
  const date = { date: new Date().toUTCString() };
  outgoing.writeHead(status, { ...headers, ...repeated, ...date, ...(status === 204 ? {} : length) });
  outgoing.end(message.method === 'HEAD' ? undefined : body);
}
