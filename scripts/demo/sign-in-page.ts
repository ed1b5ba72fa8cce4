import { createHash, randomBytes } from 'node:crypto';
import { failure } from '../cli/errors';
import { Browser } from './browser';

/** An application that signs its users in on a pool's pages. */
export interface WebApp {
  /** Host of the pool's sign-in domain. */
  host: string;
  clientId: string;
  redirectUri: string;
}

/** The fields that are read from a response of `/oauth2/token`. */
export interface TokenAnswer {
  access_token?: string;
  id_token?: string;
  refresh_token?: string;
  error?: string;
  error_description?: string;
}

/** Calls a pool's token endpoint. */
export async function askForToken(
  endpoint: string,
  host: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const url = `${endpoint}/_local/domains/${host}/oauth2/token`;
  const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) });
  return (await response.json()) as TokenAnswer;
}

/**
 * Signs a user in as a browser does: authorization code flow with PKCE, with name and password entered on the pool's
 * sign-in page or, with `identityProvider`, on that provider's.
 * Throws if there are no tokens, with the error that the application received.
 */
export async function signInOnPage(
  endpoint: string,
  { host, clientId, redirectUri }: WebApp,
  { identityProvider, ...typed }: { username: string; password: string; identityProvider?: string },
): Promise<TokenAnswer> {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(identityProvider && { identity_provider: identityProvider }),
  });
  const browser = await Browser.at(endpoint);
  const asked = await browser.get(`https://${host}/oauth2/authorize?${query}`);
  const page = asked.status === 0 ? asked : await browser.submit(asked, typed);
  const at = `${page.url.origin}${page.url.pathname}`;
  const { code, error, error_description, state } = Object.fromEntries(page.url.searchParams);
  if (at !== redirectUri)
    throw failure(
      `the browser got stuck at ${at} (HTTP ${page.status}): ${page.body.replace(/<[^>]*>|\s+/g, ' ').trim()}`,
    );
  if (!code) throw failure(`the sign-in page returned ${error}: ${error_description}`);
  if (state !== query.get('state')) throw failure(`${at} got the wrong state back`);
  const tokens = await askForToken(endpoint, host, {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
  if (tokens.error)
    throw failure(`${host} refused to exchange the code: ${tokens.error}: ${tokens.error_description ?? ''}`);
  return tokens;
}

/** Exchanges a refresh token for new tokens, as the application does. Throws if it is refused. */
export async function refresh(
  endpoint: string,
  { host, clientId }: Pick<WebApp, 'host' | 'clientId'>,
  refreshToken: string | undefined,
): Promise<TokenAnswer> {
  const fields = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken ?? '' };
  const tokens = await askForToken(endpoint, host, fields);
  if (tokens.error) throw failure(`${host} refused to refresh the tokens: ${tokens.error}`);
  return tokens;
}
