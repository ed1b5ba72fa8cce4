import { randomBytes } from 'node:crypto';
import type { PendingAuthorize } from '../federation/model';
import type { DomainRequest } from './domain-request';
import { PageError } from './errors';

/** How long a user may take at the provider, in milliseconds; Cognito's sign-in pages wait as long. */
const patience = 5 * 60_000;

/** Ties a sign-in under way to the browser that began it. */
export const browserCookie = 'csrf-state';

/** Keeps a request while its user is at a provider. `browser` is the value of that browser's cookie. */
export function keepPending(
  { cognito }: Pick<DomainRequest, 'cognito'>,
  pending: PendingAuthorize,
  browser: string,
): string {
  const handle = randomBytes(32).toString('base64url');
  cognito.state.pending.set(handle, { pending, browser, until: cognito.now() + patience });
  return handle;
}

/**
 * Gives a kept request back, once. Throws PageError when the handle is unknown, used or too old, of another
 * pool, or when another browser brings it: somebody else's sign-in must not end in this user's session.
 */
export function takePending(
  { cognito, pool, cookies }: Pick<DomainRequest, 'cognito' | 'pool' | 'cookies'>,
  handle: string | null | undefined,
): PendingAuthorize {
  const kept = cognito.state.pending.get(handle ?? '');
  const own = kept?.pending.poolId === pool.id && kept.browser === cookies[browserCookie];
  if (!kept || !own || kept.until <= cognito.now()) throw new PageError('Invalid state or session expired.');
  cognito.state.pending.delete(handle ?? '');
  return kept.pending;
}
