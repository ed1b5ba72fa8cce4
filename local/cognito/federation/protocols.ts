import type { FederatedSignIn, FederationEndpoint } from './seam';

/** Protocols by Cognito's provider type: `OIDC`, `SAML`, `Google`, `Facebook`, `LoginWithAmazon`, `SignInWithApple`. */
export const protocols: Record<string, FederatedSignIn> = {};

/** The protocols' endpoints by method and path inside the domain, such as `GET /oauth2/idpresponse`. */
export const federationEndpoints: Record<string, FederationEndpoint> = {};
