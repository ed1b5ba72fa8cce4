import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito } from '../call';
import type { Client, Pool, SignIn, TriggerSource } from '../model';
import { lifetimes } from '../pools/client-settings';
import { runHook } from '../triggers/hook';
import { type GroupConfiguration, groupConfiguration, hookEvent, hookOf } from '../triggers/hook-event';
import { withVerifiedMarks } from '../users/user-attributes';
import { groupsOf, type User } from '../users/users';
import { applyOverrides, groupClaims } from './claims';
import { type Claims, signJwt } from './jwt';
import { keysOf } from './keys';
import { issuerOf } from './well-known';

/** The scope of a sign-in through the API: reading and changing the user's own profile. */
export const userScope = 'aws.cognito.signin.user.admin';

const booleans = ['email_verified', 'phone_number_verified'];

/** The user's attributes that the client can read, with the types of an ID token. */
function profileClaims(attributes: Record<string, string>, readable: string[] | undefined): Claims {
  const shown = Object.entries(withVerifiedMarks(attributes)).filter(
    ([name]) =>
      name !== 'sub' &&
      name !== 'identities' &&
      !name.startsWith('dev:') &&
      (!readable?.length || readable.includes(name)),
  );
  return Object.fromEntries(
    shown.map(([name, value]) => {
      if (booleans.includes(name)) return [name, value === 'true'];
      if (name === 'updated_at') return [name, Number(value)];
      return [name, name === 'address' ? { formatted: value } : value];
    }),
  );
}

/** The external providers where the user signs in; in an ID token, all values are text. */
function identityClaim({ identities }: Record<string, string>): Claims {
  if (!identities) return {};
  const texts = ([name, value]: [string, unknown]) => [name, value === null ? null : String(value)];
  const list: object[] = JSON.parse(identities);
  return { identities: list.map((identity) => Object.fromEntries(Object.entries(identity).map(texts))) };
}

/** Both tokens before the hook runs. Times are in seconds since 1970. */
function plainClaims(facts: {
  pool: Pool;
  client: Client;
  user: User;
  signIn: SignIn;
  groups: GroupConfiguration;
  issuedAt: number;
}): { id: Claims; access: Claims } {
  const { pool, client, user, signIn, groups, issuedAt } = facts;
  const { access, id } = lifetimes(client);
  const common = { sub: user.sub, iss: issuerOf(pool), origin_jti: signIn.originJti, event_id: randomUUID() };
  const times = { auth_time: signIn.authTime, iat: issuedAt };
  return {
    id: {
      ...profileClaims(user.attributes, client.ReadAttributes),
      ...identityClaim(user.attributes),
      ...common,
      ...groupClaims(groups, 'id'),
      'cognito:username': user.username,
      aud: client.ClientId,
      token_use: 'id',
      ...times,
      exp: issuedAt + id,
      jti: randomUUID(),
    },
    access: {
      ...common,
      ...groupClaims(groups, 'access'),
      client_id: client.ClientId,
      ...(signIn.hosted && { version: 2 }),
      token_use: 'access',
      scope: signIn.scopes.join(' '),
      ...times,
      exp: issuedAt + access,
      jti: randomUUID(),
      username: user.username,
    },
  };
}

/** Who gets tokens, and why. */
export interface Grant {
  pool: Pool;
  client: Client;
  user: User;
  trigger: TriggerSource;
  clientMetadata?: Record<string, string> | undefined;
  userAgent: string;
  /** The client's nonce from the authorize request, for the ID token. */
  nonce?: string | undefined;
}

/** Creates ID and access tokens for a sign-in, after running the pool's hook. */
export async function mintTokens(
  cognito: Cognito,
  grant: Grant,
  signIn: SignIn,
): Promise<AuthenticationResultType> {
  const { pool, client, user } = grant;
  const groups = groupConfiguration(await groupsOf(cognito, pool, user.username));
  const issuedAt = Math.floor(cognito.now() / 1000);
  let claims = plainClaims({ pool, client, user, signIn, groups, issuedAt });
  const hook = hookOf(pool);
  if (hook) {
    const { scopes } = signIn;
    const facts = { ...grant, version: hook.version, clientId: client.ClientId, groups, scopes };
    claims = applyOverrides(claims, await runHook(cognito, pool, hook, hookEvent(facts)), client.ClientId);
  }
  const keys = keysOf(pool);
  const AccessToken = signJwt(claims.access, keys.access);
  const half = createHash('sha256').update(AccessToken).digest().subarray(0, 16);
  const atHash = signIn.hosted && { at_hash: half.toString('base64url') };
  const nonce = grant.nonce !== undefined && { nonce: grant.nonce };
  return {
    AccessToken,
    IdToken: signJwt({ ...claims.id, ...atHash, ...nonce }, keys.id),
    ExpiresIn: lifetimes(client).access,
    TokenType: 'Bearer',
  };
}

/** A new refresh token for the sign-in; opaque, as Cognito's are to clients. */
export function newRefreshToken(pool: Pool, signIn: SignIn): string {
  const token = randomBytes(96).toString('base64url');
  pool.refreshTokens.set(token, { signIn });
  return token;
}

/** Completes a sign-in; stores nothing if the hook refuses. */
export async function grantTokens(
  cognito: Cognito,
  grant: Grant,
  more: Partial<Pick<SignIn, 'authTime' | 'scopes' | 'hosted'>> = {},
): Promise<AuthenticationResultType> {
  const now = cognito.now();
  const signIn: SignIn = {
    originJti: randomUUID(),
    username: grant.user.username,
    clientId: grant.client.ClientId,
    authTime: Math.floor(now / 1000),
    until: now + lifetimes(grant.client).refresh * 1000,
    scopes: [userScope],
    revoked: false,
    ...more,
  };
  const tokens = await mintTokens(cognito, grant, signIn);
  grant.pool.signIns.set(signIn.originJti, signIn);
  return { ...tokens, RefreshToken: newRefreshToken(grant.pool, signIn) };
}
