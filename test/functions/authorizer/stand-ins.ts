import {
  createServer as createHttp,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import https, { type RequestOptions } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { Authority } from '../../../local/authority';
import type { Jwks } from '../../../local/context';

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
}
export type Reply = (received: Received, response: ServerResponse) => unknown;

/** A server on loopback whose replies a test may change at any time. */
export class StandIn {
  readonly calls: Received[] = [];
  reply: Reply;
  readonly #server: Server & { closeAllConnections(): void };

  constructor(
    readonly usual: Reply,
    create: (listener: RequestListener) => Server & { closeAllConnections(): void } = createHttp,
  ) {
    this.reply = usual;
    this.#server = create((request, response) => void this.#serve(request, response));
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Resets it: no calls, and the usual reply. */
  reset(): void {
    this.calls.length = 0;
    this.reply = this.usual;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { url: path = '', headers } = request;
    const received = {
      path,
      headers: headers as Record<string, string>,
      body: Buffer.concat(chunks).toString(),
    };
    this.calls.push(received);
    response.sendDate = false;
    await this.reply(received, response);
  }
}

/** Forwards what arrives to the server at this address. */
export const passingTo =
  (url: string): Reply =>
  async ({ path, headers, body }, response) => {
    const { host: _, connection: __, 'content-length': ___, ...own } = headers;
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers: own, body });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  };

export const region = 'eu-central-1';
const host = `cognito-idp.${region}.amazonaws.com`;

/** Cognito's keys of pools, over TLS, under its own name; every `https` request of the process goes there. */
export async function keyServer(pools: ReadonlyMap<string, Jwks>) {
  const authority = new Authority();
  const { privateKey: key, certificate: cert } = authority.of(host);
  const server = new StandIn(
    ({ path }, response) => {
      const keys = pools.get(/^\/([^/]+)\/\.well-known\/jwks\.json$/.exec(path)?.[1] ?? '');
      response.writeHead(keys ? 200 : 404).end(JSON.stringify(keys ?? {}));
    },
    (listener) => https.createServer({ key, cert }, listener),
  );
  const port = await server.start();
  const { request } = https;
  const spy = jest.spyOn(https, 'request').mockImplementation(((
    url: string,
    options: RequestOptions,
    done: never,
  ) => {
    const { hostname, pathname } = new URL(url);
    const here = { host: '127.0.0.1', port, path: pathname, servername: hostname, ca: authority.certificate };
    return request({ ...options, ...here, agent: false }, done);
  }) as never);
  return {
    server,
    port,
    certificate: authority.certificate,
    async stop() {
      spy.mockRestore();
      await server.stop();
    },
  };
}
