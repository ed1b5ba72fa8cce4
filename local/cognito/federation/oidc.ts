import { randomBytes } from 'node:crypto';
import { createRemoteJWKSet, customFetch, type JWTPayload, jwtVerify } from 'jose';
import type { DomainRequest } from '../oauth/domain-request';
import { type FederatedSignIn, FederationError } from './federation-protocol';
import type { FederatedIdentity, Provider } from './model';

/** Path to which OIDC and social providers send browsers back. */
export const oidcResponsePath = '/oauth2/idpresponse';

/** Cognito accepts RSA and ECDSA signatures (also HMAC, but its key would be the client secret). */
const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

/** Cognito's built-in settings for social providers, which it does not show. Google's ID token contains every claim. */
const known: Record<string, Record<string, string>> = {
  Google: { jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs', attributes_url: '' },
};

const detailsOf = ({ ProviderType, ProviderDetails }: Provider): Record<string, string> => ({
  ...ProviderDetails,
  ...known[ProviderType],
});

/** Sends the browser to the provider's authorization endpoint, with `state` and `nonce`. Cognito sends no PKCE. */
export const oidc: FederatedSignIn = {
  async start({ origin }, { provider, pending, handle }) {
    const { authorize_url, client_id = '', authorize_scopes = '' } = detailsOf(provider);
    const nonce = randomBytes(32).toString('base64url');
    pending.protocol = { provider: provider.ProviderName, nonce };
    const url = new URL(authorize_url as string);
    const parameters = {
      client_id,
      redirect_uri: `${origin}${oidcResponsePath}`,
      response_type: 'code',
      scope: authorize_scopes,
      state: handle,
      nonce,
      ...(pending.loginHint && { login_hint: pending.loginHint }),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return { redirect: url.href };
  },
};

const refused = (what: string, why: string) => new FederationError('server_error', `${what}: ${why}`);

/** Exchanges the code, with the secret in the form: Cognito supports only `client_secret_post`. */
async function exchange(request: DomainRequest, details: Record<string, string>, code: string) {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: `${request.origin}${oidcResponsePath}`,
    client_id: details.client_id ?? '',
    ...(details.client_secret && { client_secret: details.client_secret }),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const init = { method: 'POST', headers, body: body.toString() };
  const answer = await request.cognito.network.fetch(details.token_url as string, init);
  const tokens = (await answer.json()) as Record<string, unknown>;
  if (answer.status !== 200) throw refused('Code exchange failed', String(tokens.error ?? answer.status));
  if (typeof tokens.id_token !== 'string' || typeof tokens.access_token !== 'string')
    throw refused('Code exchange failed', 'the response lacks an ID token or access token');
  return { idToken: tokens.id_token, accessToken: tokens.access_token };
}

/** Claims of an ID token that the issuer signed for this client and this sign-in (OIDC Core 3.1.3.7). */
async function verify(
  { cognito }: DomainRequest,
  details: Record<string, string>,
  token: string,
  nonce: string | undefined,
): Promise<JWTPayload> {
  const { oidc_issuer: issuer, client_id: audience, jwks_uri } = details;
  if (!issuer || !audience || !jwks_uri || !nonce)
    throw refused('Invalid ID token', 'the provider has no issuer, client or keys');
  const keys = createRemoteJWKSet(new URL(jwks_uri), { [customFetch]: cognito.network.fetch });
  const currentDate = new Date(cognito.now());
  const requiredClaims = ['sub', 'exp', 'iat'];
  const options = { issuer, audience, algorithms, currentDate, requiredClaims };
  const { payload } = await jwtVerify(token, keys, options).catch((error: Error) => {
    throw refused('Invalid ID token', error.message);
  });
  if (payload.nonce !== nonce) throw refused('Invalid ID token', 'its nonce is not the one of this sign-in');
  if (Array.isArray(payload.aud) && payload.aud.length > 1 && payload.azp !== audience)
    throw refused('Invalid ID token', 'it was issued to another client (azp)');
  return payload;
}

/** Claims from the userinfo endpoint about the same user (OIDC Core 5.3.2); empty if there is no such endpoint. */
async function userInfo(
  { cognito }: DomainRequest,
  details: Record<string, string>,
  token: string,
  sub: unknown,
): Promise<Record<string, unknown>> {
  if (!details.attributes_url) return {};
  const method = details.attributes_request_method ?? 'GET';
  const headers = { authorization: `Bearer ${token}` };
  const answer = await cognito.network.fetch(details.attributes_url, { method, headers });
  if (answer.status !== 200) throw refused('userInfo request failed', `status ${answer.status}`);
  const claims = (await answer.json()) as Record<string, unknown>;
  if (claims.sub !== sub) throw refused('userInfo request failed', 'it is about another user (sub)');
  return claims;
}

/**
 * The user's identity according to the provider, from the query with which it sent the browser back.
 * Throws FederationError when any part is missing, wrong or not meant for this sign-in.
 */
export async function oidcIdentity(
  request: DomainRequest,
  provider: Provider,
  protocol: Record<string, string>,
): Promise<FederatedIdentity> {
  const { query } = request;
  const details = detailsOf(provider);
  const error = query.get('error');
  if (error) throw new FederationError(error, query.get('error_description') ?? 'refused by the provider');
  const code = query.get('code');
  if (!code) throw new FederationError('invalid_request', 'the provider sent neither a code nor an error');
  try {
    const { idToken, accessToken } = await exchange(request, details, code);
    const claims = await verify(request, details, idToken, protocol.nonce);
    const attributes = { ...claims, ...(await userInfo(request, details, accessToken, claims.sub)) };
    const subject = (attributes as Record<string, unknown>)[provider.AttributeMapping?.username ?? 'sub'];
    if (typeof subject !== 'string' || !subject)
      throw refused('Sign-in failed', 'the claim that is mapped to username is missing');
    return { provider, subject, attributes };
  } catch (error) {
    if (error instanceof FederationError) throw error;
    throw refused('Sign-in failed', (error as Error).message);
  }
}
