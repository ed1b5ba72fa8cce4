import type { GroupConfiguration } from '../triggers/hook-event';
import type { Overrides, TokenChanges } from '../triggers/hook-response';
import type { Claims } from './jwt';

/**
 * Claims that hooks cannot add, change or suppress (Cognito's developer guide, "Pre token generation Lambda trigger",
 * claims and scopes reference). `scope` and the group claims have their own parameters.
 */
export const reservedClaims: readonly string[] = [
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
];

const reserved = (name: string) => reservedClaims.includes(name) || name.startsWith('cognito:');

/** The claims for a user's groups. Access tokens contain only the names. */
export function groupClaims(groups: GroupConfiguration, token: 'id' | 'access'): Claims {
  const { groupsToOverride: names, iamRolesToOverride: roles, preferredRole } = groups;
  return {
    ...(names.length && { 'cognito:groups': names }),
    ...(token === 'id' && roles.length && { 'cognito:roles': roles }),
    ...(token === 'id' && preferredRole && { 'cognito:preferred_role': preferredRole }),
  };
}

function change(
  claims: Claims,
  { add, suppress }: TokenChanges,
  mayAdd: (name: string, value: unknown) => boolean,
): Claims {
  const added = Object.entries(add).filter(([name, value]) => mayAdd(name, value));
  // Suppressing the groups also suppresses the role claims.
  const gone = suppress.includes('cognito:groups')
    ? ['cognito:groups', 'cognito:roles', 'cognito:preferred_role']
    : [];
  gone.push(...suppress.filter((name) => !reserved(name)));
  const all = [...Object.entries(claims), ...added];
  return Object.fromEntries(all.filter(([name]) => !gone.includes(name)));
}

/**
 * Applies a hook's changes to both tokens, except to reserved claims. A claim both added and suppressed is suppressed.
 */
export function applyOverrides(
  tokens: { id: Claims; access: Claims },
  overrides: Overrides,
  clientId: string,
): { id: Claims; access: Claims } {
  const { groups } = overrides;
  const regroup = (claims: Claims, token: 'id' | 'access') => {
    if (!groups) return claims;
    const { 'cognito:groups': _, 'cognito:roles': _roles, 'cognito:preferred_role': _role, ...rest } = claims;
    return { ...rest, ...groupClaims(groups, token) };
  };
  const free = (name: string) => !reserved(name) && !name.startsWith('dev:');
  const scopes = String(tokens.access.scope ?? '')
    .split(' ')
    .filter((scope) => scope && !overrides.access.scopesToSuppress.includes(scope));
  const added = overrides.access.scopesToAdd.filter(
    (scope) => !overrides.access.scopesToSuppress.includes(scope),
  );
  const scope = [...new Set([...scopes, ...added])].join(' ');
  const { scope: _, ...access } = change(
    regroup(tokens.access, 'access'),
    overrides.access,
    // An access token can have an audience, but only its own client.
    (name, value) => free(name) || (name === 'aud' && value === clientId),
  );
  return {
    id: change(regroup(tokens.id, 'id'), overrides.id, free),
    access: { ...access, ...(scope && { scope }) },
  };
}
