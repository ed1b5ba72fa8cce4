import type { Configuration } from 'oidc-provider';

/** Hosts of Google's sign-in: pages and issuer, then tokens and keys. */
export const googleHosts = ['accounts.google.com', 'www.googleapis.com'];

/** Where Google's endpoints are, as Cognito calls them, and where its keys are. */
export const googleRoutes: Configuration['routes'] = {
  authorization: '/o/oauth2/v2/auth',
  token: '/oauth2/v4/token',
  jwks: '/oauth2/v3/certs',
};
