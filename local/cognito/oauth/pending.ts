import { randomBytes } from 'node:crypto';
import type { PendingAuthorize } from '../federation/model';
import type { DomainRequest } from './domain-request';
import { PageError } from './errors';

/** How long a user can take at the provider, in milliseconds; the same as on Cognito's sign-in pages. */
const patience = 5 * 60_000;

/** Ties a sign-in in progress to the browser that started it. */
export const browserCookie = 'csrf-state';

/** Stores a request while its user is at a provider. `browser` is the value of that browser's cookie. */
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
 * Returns a stored request, once. Throws PageError if the handle is unknown, used, expired or from another pool, or
 * comes from another browser: someone else's sign-in must not end in this user's session.
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
