import { assertWithinBudget } from './claims-budget';
import { Denied } from './denied';
import type { PreTokenEvent } from './events/pre-token';
import { isReserved } from './reserved-claims';

/** Claims of a token. V2_0 and V3_0 take lists and numbers too. */
export type Claims = Record<string, string | number | readonly string[]>;

/** What the tokens of one sign-in gain. */
export interface Granted {
  access: Claims;
  /** Left out: the ID token stays as it is. */
  id?: Claims;
}

/**
 * The event with the claims in its answer's tokens; whatever the answer held already stays. The user's groups are
 * handed back, for Cognito reads an empty `groupOverrideDetails` as "no groups". Throws Denied: `reserved-claim`
 * rather than let Cognito drop a claim silently, `claims-too-large` rather than make a token that no server takes.
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
