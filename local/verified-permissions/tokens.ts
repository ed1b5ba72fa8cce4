import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose';
import type { Jwks } from '../context';
import type { IssuerKeys } from './call';
import { invalid } from './errors';
import { poolOf } from './identity-sources';
import type { IdentitySource } from './state';

/** Tokens of a request, unverified. */
export interface Tokens {
  identityToken?: string;
  accessToken?: string;
}

/** Claims of tokens that passed all checks. */
export interface VerifiedTokens {
  identity?: JWTPayload;
  access?: JWTPayload;
}

type Kind = 'identity' | 'access';

/** What a source requires of a token of one kind. */
interface Trust {
  issuer: string;
  keys: Jwks;
  algorithms: string[];
  /** What is wrong with verified claims; undefined if nothing. */
  refusal(claims: JWTPayload): string | undefined;
}

const has = (claim: unknown, allowed: readonly string[] | undefined) =>
  !allowed?.length || [claim].flat().some((value) => typeof value === 'string' && allowed.includes(value));

const openIdAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'];

/** Cognito: `token_use` names the kind; the client is in `aud` of an ID token, in `client_id` of an access token. */
function cognitoTrust(source: IdentitySource, kind: Kind, keys: IssuerKeys): Trust | string {
  const { userPoolArn = '', clientIds } = source.configuration.cognitoUserPoolConfiguration ?? {};
  const { id, issuer } = poolOf(userPoolArn);
  const pool = keys.cognito(id);
  if (!pool) return `user pool ${id} of the identity source has no signing keys`;
  const [use, client] = kind === 'identity' ? (['id', 'aud'] as const) : (['access', 'client_id'] as const);
  return {
    issuer,
    keys: pool,
    algorithms: ['RS256'],
    refusal: (claims) => {
      if (claims.token_use !== use) return `the claim token_use is not "${use}"`;
      return has(claims[client], clientIds)
        ? undefined
        : `the claim ${client} is not a client of the identity source`;
    },
  };
}

/** OpenID Connect: a source accepts only one kind of token; the audience is in `aud` of both. */
async function openIdTrust(source: IdentitySource, kind: Kind, keys: IssuerKeys): Promise<Trust | string> {
  const { issuer = '', tokenSelection } = source.configuration.openIdConnectConfiguration ?? {};
  const selected = kind === 'identity' ? tokenSelection?.identityTokenOnly : tokenSelection?.accessTokenOnly;
  if (!selected) return 'the identity source accepts no tokens of this kind';
  const allowed =
    'audiences' in selected ? selected.audiences : 'clientIds' in selected ? selected.clientIds : [];
  let found: Jwks;
  try {
    found = await keys.openIdConnect(issuer);
  } catch (error) {
    return `the keys of ${issuer} cannot be read: ${(error as Error).message}`;
  }
  return {
    issuer,
    keys: found,
    algorithms: openIdAlgorithms,
    refusal: (claims) =>
      has(claims.aud, allowed) ? undefined : 'the claim aud is not one that the identity source accepts',
  };
}

async function verify(token: string, kind: Kind, source: IdentitySource, keys: IssuerKeys, now: Date) {
  const refuse = (message: string) => invalid({ path: `${kind}Token`, message });
  const trust = source.configuration.cognitoUserPoolConfiguration
    ? cognitoTrust(source, kind, keys)
    : await openIdTrust(source, kind, keys);
  if (typeof trust === 'string') throw refuse(trust);
  let claims: JWTPayload;
  try {
    const { issuer, algorithms } = trust;
    const options = { issuer, algorithms, currentDate: now, requiredClaims: ['exp', 'iss'] };
    ({ payload: claims } = await jwtVerify(token, createLocalJWKSet({ keys: trust.keys.keys }), options));
  } catch (error) {
    // Only the reason: jose's messages contain no part of the token.
    throw refuse(`the token is not valid: ${(error as Error).message}`);
  }
  const refusal = trust.refusal(claims);
  if (refusal) throw refuse(refusal);
  return claims;
}

/**
 * Verifies one or both tokens: signature by the issuer's keys, issuer, `exp` and `nbf` without tolerance, kind and
 * client. Two tokens must have the same subject. Throws ValidationException.
 */
export async function verifyTokens(
  { identityToken, accessToken }: Tokens,
  source: IdentitySource,
  keys: IssuerKeys,
  now: Date,
): Promise<VerifiedTokens> {
  if (identityToken === undefined && accessToken === undefined)
    throw invalid({ path: 'identityToken', message: 'give an identityToken, an accessToken or both' });
  const identity =
    identityToken === undefined ? undefined : await verify(identityToken, 'identity', source, keys, now);
  const access =
    accessToken === undefined ? undefined : await verify(accessToken, 'access', source, keys, now);
  if (identity && access && identity.sub !== access.sub)
    throw invalid({ path: 'accessToken', message: 'its sub differs from that of the identityToken' });
  return { identity, access };
}
