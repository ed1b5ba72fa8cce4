import { randomBytes } from 'node:crypto';
import type { DomainRequest } from './domain-request';
import type { BrowserSession } from './model';
import { cookie } from './responses';

/** Cognito's name of the cookie. */
const name = 'cognito';

/** How long a browser stays signed in, in milliseconds: Cognito's fixed hour. */
const lifetime = 3_600_000;

type Where = Pick<DomainRequest, 'cognito' | 'pool' | 'cookies'>;

/** The browser's session; undefined if there is none, or it has expired. */
export function sessionOf({ cognito, pool, cookies }: Where): BrowserSession | undefined {
  const session = pool.hosted.sessions.get(cookies[name] ?? '');
  return session && session.until > cognito.now() ? session : undefined;
}

/** Starts a session. Returns its `Set-Cookie`. */
export function startSession(
  { cognito, pool }: Pick<Where, 'cognito' | 'pool'>,
  session: Omit<BrowserSession, 'until'>,
): string {
  const value = randomBytes(32).toString('base64url');
  pool.hosted.sessions.set(value, { ...session, until: cognito.now() + lifetime });
  return cookie(name, value, 'Lax');
}

/** Ends the browser's session. Returns the `Set-Cookie` that removes it. */
export function endSession({ pool, cookies }: Where): string {
  pool.hosted.sessions.delete(cookies[name] ?? '');
  return cookie(name, '', 'Lax');
}
