import type { App } from './sign-in';

const time = expect.any(Number);
const id = expect.any(String);

/** Claims that Cognito adds to every token of a sign-in; ids and times differ in each. */
const always = ({ userPoolId }: App, region: string, sub: string) => ({
  sub,
  iss: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
  auth_time: time,
  iat: time,
  exp: time,
  jti: id,
  origin_jti: id,
  event_id: id,
});

/** A user of a pool, as Cognito identifies one. */
export interface PoolUser {
  sub: string;
  username: string;
}

/** All claims of an access token; `more` are those from groups and the hook. */
export const accessClaims = (
  app: App,
  region: string,
  { sub, username }: PoolUser,
  more: Record<string, unknown>,
) => ({
  ...always(app, region, sub),
  client_id: app.clientId,
  token_use: 'access',
  version: 2,
  scope: 'openid email profile',
  username,
  ...more,
});

/** All claims of an ID token; `more` are the user's attributes and groups. */
export const idClaims = (
  app: App,
  region: string,
  { sub, username }: PoolUser,
  more: Record<string, unknown>,
) => ({
  ...always(app, region, sub),
  aud: app.clientId,
  token_use: 'id',
  at_hash: id,
  'cognito:username': username,
  ...more,
});

/** An identity at a provider, as the ID token lists it. */
export const identity = (providerName: string, providerType: string, userId: string) => ({
  userId,
  providerName,
  providerType,
  issuer: null,
  primary: 'true',
  dateCreated: id,
});

/** A token's lifetime in minutes. */
export const minutesOf = ({ iat, exp }: { iat: number; exp: number }) => (exp - iat) / 60;
