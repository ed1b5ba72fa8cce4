import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Organisation } from './organisation';

/** One request to an organisation, parsed. */
export interface Exchange {
  organisation: Organisation;
  message: IncomingMessage;
  outgoing: ServerResponse;
  /** Absolute: `https://<host>/<path>?<query>`. */
  url: URL;
}

/** The browser's session cookie. */
const cookie = 'sid';

/** Value of the session cookie; undefined if the browser is not signed in. */
export function sessionOf({ organisation, message }: Exchange): string | undefined {
  const pairs = (message.headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('='));
  const [, value = ''] = pairs.find(([name]) => name === cookie) ?? [];
  return organisation.sessions.has(value) ? value : undefined;
}

/** Sets the session cookie; an empty value ends the session. */
export const sessionCookie = (value: string): Record<string, string> => ({
  'set-cookie': `${cookie}=${value}; Path=/; Secure; HttpOnly; SameSite=None${value ? '' : '; Max-Age=0'}`,
});

/** Form fields sent as the body. */
export async function readForm(message: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

/** Redirects the browser. */
export function redirect({ outgoing }: Exchange, to: string, headers: Record<string, string> = {}): void {
  outgoing.writeHead(302, { location: to, ...headers }).end();
}

/** Ends a request with plain text. */
export function answer(
  { outgoing }: Exchange,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
  headers: Record<string, string> = {},
): void {
  outgoing.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
}
