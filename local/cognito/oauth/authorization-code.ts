import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Client } from '../model';
import type { DomainRequest } from './domain-request';
import { OAuthError } from './errors';
import type { AuthorizationCode } from './model';

/** Cognito's codes are valid for five minutes. */
const lifetime = 5 * 60_000;

type Where = Pick<DomainRequest, 'cognito' | 'pool'>;

/** Stores tokens until their code is exchanged. Returns the code. */
export function keepCode({ cognito, pool }: Where, kept: Omit<AuthorizationCode, 'until'>): string {
  const code = randomUUID();
  pool.hosted.codes.set(code, { ...kept, until: cognito.now() + lifetime });
  return code;
}

/** Whether the verifier matches the challenge (RFC 7636, S256). Without a challenge, there must be no verifier. */
function verifies(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined) return verifier === null;
  const made = createHash('sha256')
    .update(verifier ?? '')
    .digest();
  const expected = Buffer.from(challenge, 'base64url');
  return expected.length === made.length && timingSafeEqual(expected, made);
}

/**
 * Consumes a code, even if the exchange then fails. Throws OAuthError (`invalid_grant`) if it is unknown, used,
 * expired, or belongs to another client, redirect URI or verifier.
 */
export function useCode({ cognito, pool }: Where, client: Client, form: URLSearchParams): AuthorizationCode {
  const code = form.get('code') ?? '';
  const kept = pool.hosted.codes.get(code);
  pool.hosted.codes.delete(code);
  const good =
    kept &&
    kept.until > cognito.now() &&
    kept.pending.clientId === client.ClientId &&
    kept.pending.redirectUri === form.get('redirect_uri') &&
    verifies(kept.pending.codeChallenge, form.get('code_verifier'));
  if (!good) throw new OAuthError('invalid_grant');
  return kept;
}
