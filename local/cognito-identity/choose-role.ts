import type { MappingRule, RoleMapping } from '@aws-sdk/client-cognito-identity';
import type { Claims } from '../cognito/tokens/jwt';

/** The role that a signed-in user gets. */
export type Choice =
  | { role: string }
  /** `denied`: the rules match no role, and are set to deny. `unset`: no role is configured. */
  | { none: 'denied' | 'unset' };

/** A claim as rules compare it: a list as text such as `[a, b]`, an object as JSON. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const matches: Record<string, (claim: string, value: string) => boolean> = {
  Equals: (claim, value) => claim === value,
  Contains: (claim, value) => claim.includes(value),
  StartsWith: (claim, value) => claim.startsWith(value),
  NotEqual: (claim, value) => claim !== value,
};

/** A claim missing from the token matches nothing, not even `NotEqual`. */
function ruleHolds({ Claim, MatchType, Value }: MappingRule, claims: Claims): boolean {
  const name = Claim ?? '';
  if (!Object.hasOwn(claims, name)) return false;
  return matches[MatchType ?? '']?.(textOf(claims[name]), Value ?? '') ?? false;
}

/** The roles named in the token. `cognito:roles` come from the user's groups. */
function rolesOf(claims: Claims): string[] {
  const { 'cognito:roles': roles } = claims;
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
}

/**
 * Chooses the role for a user with these claims: by the client's mapping, or the pool's authenticated role if there is
 * no mapping. `wanted` is a role that the caller requests, which the token must name.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export function chooseRole(
  mapping: RoleMapping | undefined,
  authenticated: string | undefined,
  claims: Claims,
  wanted?: string,
): Choice {
  const fallback: Choice = authenticated ? { role: authenticated } : { none: 'unset' };
  if (wanted !== undefined)
    return mapping?.Type === 'Token' && rolesOf(claims).includes(wanted)
      ? { role: wanted }
      : { none: 'denied' };
  if (!mapping) return fallback;
  const role = mapping.Type === 'Token' ? byToken(claims) : byRules(mapping, claims);
  if (role) return { role };
  return mapping.AmbiguousRoleResolution === 'AuthenticatedRole' ? fallback : { none: 'denied' };
}

/** The preferred role; otherwise the only role, if there is exactly one. */
function byToken(claims: Claims): string | undefined {
  const preferred = claims['cognito:preferred_role'];
  if (typeof preferred === 'string' && preferred) return preferred;
  const [only, another] = rolesOf(claims);
  return another === undefined ? only : undefined;
}

/** The role of the first rule that matches. */
const byRules = ({ RulesConfiguration }: RoleMapping, claims: Claims): string | undefined =>
  RulesConfiguration?.Rules?.find((rule) => ruleHolds(rule, claims))?.RoleARN;
