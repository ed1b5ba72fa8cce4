import { Denied } from './denied';
import type { PreTokenEvent } from './events/pre-token';
import { isReserved } from './reserved-claims';

/** Claims for the access token. V2_0 and V3_0 take lists and numbers too. */
export type Claims = Record<string, string | number | readonly string[]>;

/**
 * The event with the claims in its answer's access token; the ID token stays as it is, and so does whatever
 * the answer held already. The user's groups are handed back, for Cognito reads an empty
 * `groupOverrideDetails` as "no groups". Throws Denied (`reserved-claim`) rather than let Cognito drop a claim
 * silently.
 */
export function grant<E extends PreTokenEvent>(event: E, claims: Claims): E {
  const reserved = Object.keys(claims).filter(isReserved);
  if (reserved.length > 0) throw new Denied('reserved-claim', { claims: reserved });

  const details = event.response.claimsAndScopeOverrideDetails ?? {};
  const groups = details.groupOverrideDetails ?? event.request.groupConfiguration;
  const claimsToAddOrOverride = { ...details.accessTokenGeneration?.claimsToAddOrOverride, ...claims };
  const answer = {
    ...details,
    ...(groups && { groupOverrideDetails: groups }),
    accessTokenGeneration: { ...details.accessTokenGeneration, claimsToAddOrOverride },
  };
  return { ...event, response: { ...event.response, claimsAndScopeOverrideDetails: answer } };
}
