import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, type Exchange } from './exchange';
import { googleHosts } from './google';
import { openIdProviders } from './openid';
import { Organisations } from './organisation';
import { samlEndpoint } from './saml';
import { signInPage, signInPath } from './sign-in-page';

const oktaHosts = '*.okta.example';

/** Hosts that the stand-in serves, as the local network routes them. */
export const standInHosts = [oktaHosts, ...googleHosts];

/** The organisation that a host belongs to; Google's has several hosts. Undefined for an unknown host. */
function organisationOf(host: string): string | undefined {
  if (googleHosts.includes(host)) return googleHosts[0];
  return host.endsWith(oktaHosts.slice(1)) ? host : undefined;
}

export interface Okta {
  port: number;
  organisations: Organisations;
  /** Aborts open requests, then stops listening. */
  close(): Promise<void>;
}

/**
 * Starts the stand-in for Okta on a free loopback port. It serves every `<organisation>.okta.example`, distinguished by
 * the request's host, as an OpenID Connect provider and a SAML identity provider, and Google's sign-in.
 * TLS is terminated in front of it.
 */
export async function startOkta(): Promise<Okta> {
  const organisations = new Organisations();
  const openId = openIdProviders();

  async function handle(message: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const host = message.headers.host ?? '';
    const url = new URL(message.url ?? '/', `https://${host}`);
    const name = organisationOf(host);
    const exchange: Exchange = { organisation: organisations.of(name ?? host), message, outgoing, url };
    if (!name) return answer(exchange, 421, `${host} is no Okta organisation`);
    if (url.pathname === signInPath) return signInPage(exchange);
    return (await samlEndpoint(exchange)) ? undefined : openId(exchange);
  }

  const server = createServer((message, outgoing) => {
    handle(message, outgoing).catch((error: Error) => {
      if (!outgoing.headersSent) outgoing.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
      outgoing.end(error.message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, organisations, close };
}
