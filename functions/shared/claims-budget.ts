import { Denied } from './denied';

/**
 * Most that a hook may add to a token, including the user's groups, in bytes of JSON. A token is sent in one header:
 * nginx accepts lines of 8 kB (`large_client_header_buffers`), an HTTP API 10,240 bytes of request line and headers
 * together ("Quotas for HTTP APIs"). 4,096 bytes are 5,462 in base64; Cognito's own claims, header and signature add
 * some 2,000, and 700 are left for scopes. So every server along the way accepts the token.
 */
export const claimsBudget = 4096;

/** Size of claims in a token, before base64. */
export const claimsSize = (claims: object): number => Buffer.byteLength(JSON.stringify(claims));

/** Throws Denied (`claims-too-large`) with the claims' sizes and the name of the largest, never their values. */
export function assertWithinBudget(token: 'access' | 'id', claims: object): void {
  const bytes = claimsSize(claims);
  if (bytes <= claimsBudget) return;
  const [largest] = Object.entries(claims)
    .map(([claim, value]) => ({ claim, bytes: claimsSize({ [claim]: value }) }))
    .sort((a, b) => b.bytes - a.bytes);
  throw new Denied('claims-too-large', { token, bytes, budget: claimsBudget, claim: largest?.claim });
}
