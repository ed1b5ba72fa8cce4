import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { type Claims, peekClaims } from '../cognito/tokens/jwt';
import type { UserPools } from '../context';
import { unauthorized } from './errors';
import type { Pool } from './state';

/** A verified login. */
export interface Login {
  /** `cognito-idp.<region>.amazonaws.com/<user pool>` */
  provider: string;
  subject: string;
  client: string;
  claims: Claims;
}

const bad = (why: string) => unauthorized(`Invalid login token. ${why}`);

/** The token's header; empty if it cannot be read. */
function headerOf(token: string): { alg?: unknown; kid?: unknown } {
  try {
    return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) ?? {};
  } catch {
    return {};
  }
}

/** Whether a key of the user pool signed the token. */
function signatureHolds(userPools: UserPools, userPoolId: string, token: string): boolean {
  const { alg, kid } = headerOf(token);
  const jwk = userPools.jwks(userPoolId)?.keys.find((key) => key.kid === kid);
  const [header, payload, signature = '', ...rest] = token.split('.');
  if (alg !== 'RS256' || !jwk || rest.length > 0) return false;
  const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  return verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
}

/**
 * Verifies one entry of `Logins`: an ID token of a user pool and client that the identity pool is configured with.
 * Throws NotAuthorizedException with AWS's reason. `now` is in milliseconds since 1970.
 */
export function proveLogin(
  { userPools, now }: { userPools: UserPools; now(): number },
  pool: Pool,
  provider: string,
  token: string,
): Login {
  const known = (pool.settings.CognitoIdentityProviders ?? []).filter((one) => one.ProviderName === provider);
  if (known.length === 0) throw unauthorized('Token is not from a supported provider of this identity pool.');
  const claims = peekClaims(token);
  if (typeof claims.iss !== 'string') throw bad('Not a valid OpenId Connect identity token.');
  if (claims.iss !== `https://${provider}`) throw bad("Issuer doesn't match providerName");
  const userPoolId = provider.slice(provider.indexOf('/') + 1);
  if (!signatureHolds(userPools, userPoolId, token)) throw bad('Token signature invalid.');
  // Access tokens have no audience.
  if (claims.aud === undefined) throw bad('Missing a required claim: aud');
  const client = known.find(({ ClientId }) => ClientId === claims.aud);
  if (!client || claims.token_use !== 'id') throw bad('Incorrect token audience.');
  const seconds = Math.floor(now() / 1000);
  if (!(Number(claims.exp) > seconds)) throw bad(`Token expired: ${seconds} >= ${claims.exp}`);
  if (client.ServerSideTokenCheck && !userPools.signInStands(userPoolId, String(claims.origin_jti)))
    throw bad('Token has been revoked.');
  return { provider, subject: String(claims.sub), client: String(claims.aud), claims };
}
