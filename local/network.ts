import { request as httpRequest } from 'node:http';

/** A stand-in: the hosts that it serves (`*`: any text), and its port on 127.0.0.1. */
export interface Route {
  hosts: string;
  port: number;
  /** The port of the real hosts, if not 443; the stand-in then handles TLS itself. */
  listens?: number;
  /** Whether the real hosts can only be reached from inside a VPC. */
  vpcOnly?: true;
}

/** A request that would have gone to the internet. */
export class NetworkRefused extends Error {}

function means({ hosts }: Route, host: string): boolean {
  const [start = '', end] = hosts.split('*');
  if (end === undefined) return host === hosts;
  return host.length > start.length + end.length && host.startsWith(start) && host.endsWith(end);
}

/**
 * The internet as the local AWS sees it: only hosts that a stand-in on loopback serves. Everything that goes to the
 * internet from the real AWS goes through here.
 */
export class Network {
  private readonly list: Route[] = [];
  private readonly more: (() => Route[])[] = [];

  /** Routes hosts, such as `*.okta.example`, to a loopback port. The first route that matches a host wins. */
  add(route: Route): void {
    this.list.push(route);
  }

  /** Adds routes that are computed at each lookup, for domains that come and go. */
  addLater(routes: () => Route[]): void {
    this.more.push(routes);
  }

  /** Every route, for processes that need the map too. */
  routes(): Route[] {
    return [...this.list, ...this.more.flatMap((routes) => routes())];
  }

  find(host: string): Route | undefined {
    return this.routes().find((one) => means(one, host.toLowerCase()));
  }

  /** The loopback port that serves a host. Throws NetworkRefused. */
  portOf(host: string): number {
    const route = this.find(host);
    if (route) return route.port;
    const known = this.routes().map(({ hosts }) => hosts);
    throw new NetworkRefused(
      `${host} is not part of the local network (${known.join(', ') || 'empty'}), and the local AWS never connects to the internet`,
    );
  }

  /**
   * Like the global `fetch`, but redirects are returned, not followed, and only `https:` is allowed; the stand-in gets
   * plain HTTP. Rejects with NetworkRefused.
   */
  fetch = async (
    url: string,
    {
      method = 'GET',
      headers = {},
      body,
      signal,
    }: {
      method?: string;
      headers?: Record<string, string> | Headers;
      body?: string | Buffer;
      signal?: AbortSignal;
    } = {},
  ): Promise<Response> => {
    const { protocol, hostname, pathname, search } = new URL(url);
    if (protocol !== 'https:') throw new NetworkRefused(`${url}: only https leaves the local AWS`);
    const port = this.portOf(hostname);
    const own = { ...Object.fromEntries(new Headers(headers)), host: hostname, 'x-forwarded-proto': 'https' };
    return new Promise((resolve, reject) => {
      const path = `${pathname}${search}`;
      const options = { host: '127.0.0.1', port, method, path, headers: own, signal };
      const outgoing = httpRequest(options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const status = incoming.statusCode ?? 500;
          const empty = status === 204 || status === 304;
          const given = Object.entries(incoming.headersDistinct);
          const pairs = given.flatMap(([name, values = []]) =>
            values.map((value): [string, string] => [name, value]),
          );
          resolve(new Response(empty ? null : Buffer.concat(chunks), { status, headers: pairs }));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };
}
