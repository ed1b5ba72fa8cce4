import type { Configuration } from 'oidc-provider';

/** Hosts of Google's sign-in: pages and issuer, then tokens and keys. */
export const googleHosts = ['accounts.google.com', 'www.googleapis.com'];

/** Paths of Google's endpoints, as Cognito calls them, and of its keys. */
export const googleRoutes: Configuration['routes'] = {
  authorization: '/o/oauth2/v2/auth',
  token: '/oauth2/v4/token',
  jwks: '/oauth2/v3/certs',
};
