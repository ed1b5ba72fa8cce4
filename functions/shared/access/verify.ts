import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import type { Budget } from '../budget';
import { Denied } from '../denied';
import { span } from '../tracing';
import type { Unverified } from './bearer';
import { type Clock, ExpiringCache } from './expiring-cache';
import { keysOfPool } from './keys';
import { refusedToken } from './refused-token';
import type { Trusted } from './registry';

/** What a verified access token says. */
export interface Claims {
  /** The user, or the client itself if it acts for no user. */
  sub: string;
  client_id: string;
  /** Seconds since 1970, from when the token is no longer valid. */
  exp: number;
  /** In tokens of tenants' users, set by the tenant hook. */
  tenant_id?: unknown;
}

/** Throws Denied unless the token is valid for this pool. */
export type Verify = (unverified: Unverified, trusted: Trusted) => Promise<Claims>;

/** How long a key that a pool has retired may still be accepted, in milliseconds. */
const keysFor = 3_600_000;
const pools = 1000;

/** Cheap checks before verification, which needs no key for them. Throws Denied. */
function assertPlausible(
  region: string,
  { algorithm, claims }: Unverified,
  { userPoolId }: Trusted,
  now: number,
) {
  const issuers = `https://cognito-idp.${region}.amazonaws.com/`;
  if (claims.iss !== `${issuers}${userPoolId}`)
    throw new Denied(claims.iss?.startsWith(issuers) ? 'pool-not-registered' : 'token-of-another-issuer');
  // Cognito signs only with this.
  if (algorithm !== 'RS256') throw new Denied('token-forged');
  const { exp, nbf } = claims;
  if (typeof exp !== 'number') throw new Denied('token-malformed');
  if (now >= exp * 1000) throw new Denied('token-expired');
  if (nbf !== undefined && now < nbf * 1000) throw new Denied('token-not-yet-valid');
}

/** Checks that the library leaves to its caller. */
function claimsOf({ sub, client_id, exp, tenant_id }: Record<string, unknown>): Claims {
  if (typeof sub !== 'string' || !sub || typeof client_id !== 'string' || typeof exp !== 'number')
    throw new Denied('token-malformed');
  return { sub, client_id, exp, tenant_id };
}

/**
 * Verifies access tokens of Cognito pools in one region: issuer, signature, kind, client and times, without clock
 * tolerance. A pool's keys are fetched once and cached. Rejects with Denied: a refusal, or `store-…` if the pool's keys
 * cannot be fetched.
 */
export function tokenVerifier(region: string, budget: Budget, now: Clock): Verify {
  const kept = new ExpiringCache<ReturnType<typeof made>>(pools, now);
  const made = (userPoolId: string) =>
    CognitoJwtVerifier.create(
      { userPoolId, tokenUse: 'access' as const, clientId: null },
      { jwksCache: keysOfPool(budget, now) },
    );
  const verifierOf = (userPoolId: string) => {
    const known = kept.get(userPoolId);
    const verifier = known ?? made(userPoolId);
    if (!known) kept.set(userPoolId, verifier, now() + keysFor);
    return verifier;
  };

  /** Keys that are not for signatures are not cached either. */
  function refuse(error: unknown, { userPoolId }: Trusted): never {
    const refused = refusedToken(error);
    if (refused instanceof Denied && refused.reason === 'store-malformed') kept.delete(userPoolId);
    throw refused;
  }

  return async (unverified, trusted) => {
    assertPlausible(region, unverified, trusted, now());
    const verifier = verifierOf(trusted.userPoolId);
    const clients = { clientId: [...trusted.clientIds] };
    const payload = await span('verification', () =>
      verifier.verify(unverified.token, clients).catch((error: unknown) => refuse(error, trusted)),
    );
    return claimsOf(payload);
  };
}
