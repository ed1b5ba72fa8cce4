import type { PendingAuthorize, Provider } from '../federation/model';
import type { Client, Pool } from '../model';
import type { DomainRequest } from './domain-request';
import { OAuthError, PageError } from './errors';

/** An authorize request whose client and redirect URI have been verified, so that errors can go to the client. */
export interface Begun {
  client: Client;
  pending: PendingAuthorize;
}

/**
 * Reads the client and its redirect URI. Throws PageError: until both are verified, the browser must not be redirected.
 */
export function begin({ pool }: Pick<DomainRequest, 'pool'>, given: URLSearchParams): Begun {
  const client = pool.clients.get(given.get('client_id') ?? '');
  if (!client) throw new PageError('Client does not exist.');
  const redirectUri = given.get('redirect_uri') ?? client.DefaultRedirectURI;
  if (!redirectUri) throw new PageError('Required parameters missing: redirect_uri');
  if (!client.CallbackURLs?.includes(redirectUri)) throw new PageError('redirect_mismatch');
  const optional = (name: string) => given.get(name) ?? undefined;
  const pending = {
    poolId: pool.id,
    clientId: client.ClientId,
    redirectUri,
    scopes: [],
    state: optional('state'),
    nonce: optional('nonce'),
    codeChallenge: optional('code_challenge'),
    loginHint: optional('login_hint'),
    protocol: {},
  };
  return { client, pending };
}

/** The requested scopes, or all that the client may have. Throws OAuthError (`invalid_scope`). */
export function scopesFor(client: Client, asked: string | null): string[] {
  const allowed = client.AllowedOAuthScopes ?? [];
  const scopes = [...new Set((asked ?? '').split(' ').filter(Boolean))];
  const foreign = scopes.find((scope) => !allowed.includes(scope));
  if (foreign !== undefined)
    throw new OAuthError('invalid_scope', `${foreign} is not allowed for this client`);
  return scopes.length ? scopes : allowed;
}

/** Refuses a flow that the client may not use. Throws OAuthError (`unauthorized_client`). */
export function checkFlowAllowed(client: Client, flow: 'code' | 'client_credentials'): void {
  const { AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: flows = [] } = client;
  if (!on || !flows.includes(flow))
    throw new OAuthError('unauthorized_client', `The client may not use the ${flow} flow`);
}

/** 43 characters of base64url: SHA-256 of the verifier (RFC 7636). */
const challenge = /^[\w-]{43}$/;

/** Checks the rest of the request, and completes `pending`. Throws OAuthError, which is returned to the client. */
export function checkAuthorize({ client, pending }: Begun, given: URLSearchParams): void {
  const type = given.get('response_type');
  if (!type) throw new OAuthError('invalid_request', 'Required parameters missing: response_type');
  if (type !== 'code') throw new OAuthError('unsupported_response_type', 'Only the code flow is supported');
  checkFlowAllowed(client, 'code');
  const method = given.get('code_challenge_method');
  if (method !== null || pending.codeChallenge !== undefined) {
    if (method !== 'S256') throw new OAuthError('invalid_request', 'code_challenge_method must be S256');
    if (!challenge.test(pending.codeChallenge ?? ''))
      throw new OAuthError('invalid_request', 'code_challenge is not a SHA-256 in base64url');
  }
  pending.scopes = scopesFor(client, given.get('scope'));
}

/** The client's providers, except the pool itself. */
export const providersOf = (pool: Pool, client: Client): Provider[] =>
  [...pool.federation.providers.values()].filter(({ ProviderName }) =>
    client.SupportedIdentityProviders?.includes(ProviderName),
  );

/** Whether users of the pool can sign in with their passwords. */
export const takesPasswords = (client: Client): boolean =>
  client.SupportedIdentityProviders?.includes('COGNITO') ?? false;

/**
 * The provider that the request names, or the client's only one; undefined if the user has to choose. A hint can be an
 * e-mail address, whose domain is then the identifier, as on Cognito's page for corporate users. Throws OAuthError if
 * it names none of the client's providers.
 */
export function providerFor(pool: Pool, client: Client, given: URLSearchParams): Provider | undefined {
  const providers = providersOf(pool, client);
  const name = given.get('identity_provider');
  const hint = given.get('idp_identifier');
  if (name === 'COGNITO' && takesPasswords(client)) return undefined;
  if (!name && !hint) return providers.length === 1 && !takesPasswords(client) ? providers[0] : undefined;
  const hints = hint ? [hint, hint.slice(hint.lastIndexOf('@') + 1).toLowerCase()] : [];
  const found = providers.find(
    ({ ProviderName, IdpIdentifiers = [] }) =>
      ProviderName === name || (!name && hints.some((one) => IdpIdentifiers.includes(one))),
  );
  if (!found)
    throw new OAuthError('invalid_request', 'Login option is not available. Please try another one');
  return found;
}
