import { assertWithinBudget } from './claims-budget';
import { Denied } from './denied';
import type { PreTokenEvent } from './events/pre-token';
import { isReserved } from './reserved-claims';

/** Claims of a token. V2_0 and V3_0 accept lists and numbers too. */
export type Claims = Record<string, string | number | readonly string[]>;

/** The claims added to the tokens of one sign-in. */
export interface Granted {
  access: Claims;
  /** If omitted, the ID token is unchanged. */
  id?: Claims;
}

/**
 * The event with the claims added to its response, which keeps what it already had. The user's groups are
 * returned, since Cognito reads an empty `groupOverrideDetails` as "no groups". Throws Denied: `reserved-claim`
 * rather than let Cognito silently drop a claim, `claims-too-large` rather than issue a token that servers reject.
 */
export function grant<E extends PreTokenEvent>(event: E, access: Claims, id?: Claims): E {
  const reserved = Object.keys({ ...access, ...id }).filter(isReserved);
  if (reserved.length > 0) throw new Denied('reserved-claim', { claims: reserved });

  const details = event.response.claimsAndScopeOverrideDetails ?? {};
  const groups = details.groupOverrideDetails ?? event.request.groupConfiguration;
  const claims = { ...details.accessTokenGeneration?.claimsToAddOrOverride, ...access };
  const names = groups?.groupsToOverride ?? [];
  assertWithinBudget('access', { ...claims, ...(names.length > 0 && { 'cognito:groups': names }) });
  const idClaims = id && { ...details.idTokenGeneration?.claimsToAddOrOverride, ...id };
  if (idClaims) assertWithinBudget('id', idClaims);
  const answer = {
    ...details,
    ...(groups && { groupOverrideDetails: groups }),
    accessTokenGeneration: { ...details.accessTokenGeneration, claimsToAddOrOverride: claims },
    ...(idClaims && { idTokenGeneration: { ...details.idTokenGeneration, claimsToAddOrOverride: idClaims } }),
  };
  return { ...event, response: { ...event.response, claimsAndScopeOverrideDetails: answer } };
}
