/**
 * Claims that Cognito keeps for itself in access tokens, from "Excluded claims and scopes" of the Cognito
 * Developer Guide, page "Pre token generation Lambda trigger": those of every token, then those of the access
 * token. It issues its own value whatever a hook says.
 */
const reserved: ReadonlySet<string> = new Set([
  ...['acr', 'amr', 'at_hash', 'auth_time', 'azp', 'exp', 'iat', 'iss', 'jti', 'nbf', 'nonce', 'origin_jti'],
  ...['sub', 'token_use'],
  ...['username', 'client_id', 'scope', 'device_key', 'event_id', 'version'],
]);

/** `cognito:` claims (groups, roles) come from the pool; a hook changes them by groups only. */
export const isReserved = (claim: string): boolean => reserved.has(claim) || claim.startsWith('cognito:');
