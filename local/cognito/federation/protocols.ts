import type { FederatedSignIn } from './federation-protocol';
import { oidc } from './oidc';
import { saml } from './saml';

/**
 * Protocols by Cognito's provider type. Facebook, Amazon and Apple have settings only: they speak their own
 * dialects, and the local network has no stand-in for them.
 */
export const protocols: Record<string, FederatedSignIn> = { OIDC: oidc, SAML: saml, Google: oidc };
