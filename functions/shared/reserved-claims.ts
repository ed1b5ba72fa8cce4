/**
 * Access-token claims that Cognito reserves: it issues its own value whatever a hook says. From the
 * Cognito Developer Guide, "Pre token generation Lambda trigger", claims and scopes reference. (`aud` could be
 * added, but only as the client's own id, which no hook here needs.)
 */
const reserved: ReadonlySet<string> = new Set([
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'scope',
  'sub',
  'token_use',
  'username',
  'version',
]);

/** `cognito:` claims come from the pool's groups, `dev:` from developer credentials. */
export const isReserved = (claim: string): boolean => reserved.has(claim) || /^(cognito|dev):/.test(claim);
