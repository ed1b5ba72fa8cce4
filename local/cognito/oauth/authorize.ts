import { randomBytes } from 'node:crypto';
import { postOn } from '../../html';
import type { AwsResponse } from '../../service';
import type { BrowserStep } from '../federation/federation-protocol';
import type { Provider } from '../federation/model';
import { protocols } from '../federation/protocols';
import type { Client } from '../model';
import { findUser } from '../users/users';
import { type Begun, begin, checkAuthorize, providerFor } from './authorize-request';
import { sessionOf } from './browser-session';
import { complete } from './complete';
import type { DomainRequest } from './domain-request';
import { OAuthError } from './errors';
import type { BrowserSession } from './model';
import { browserCookie, keepPending } from './pending';
import { cookie, html, redirect } from './responses';
import { tellingClient } from './to-client';

/** Sends the browser where the provider's protocol requires. */
export const follow = (step: BrowserStep, setCookie?: string): AwsResponse =>
  'redirect' in step
    ? redirect(step.redirect, setCookie)
    : html(200, postOn(step.form.action, step.form.fields), setCookie);

/** The value that ties sign-ins in progress to this browser, and its `Set-Cookie`. */
export function markBrowser({ cookies }: DomainRequest): { browser: string; setCookie: string } {
  const browser = cookies[browserCookie] || randomBytes(32).toString('base64url');
  return { browser, setCookie: cookie(browserCookie, browser, 'None') };
}

async function toProvider(
  request: DomainRequest,
  { client, pending }: Begun,
  provider: Provider,
): Promise<AwsResponse> {
  const protocol = protocols[provider.ProviderType];
  if (!protocol)
    throw new OAuthError('server_error', `The local AWS has no stand-in for ${provider.ProviderType}.`);
  const { browser, setCookie } = markBrowser(request);
  const handle = keepPending(request, pending, browser);
  return follow(await protocol.start(request, { client, provider, pending, handle }), setCookie);
}

/** Whether the session came from a provider that the client accepts, and from the requested one, if any. */
function serves({ via }: BrowserSession, client: Client, wanted: string | undefined): boolean {
  const from = via?.provider ?? 'COGNITO';
  return wanted ? wanted === from : (client.SupportedIdentityProviders?.includes(from) ?? false);
}

/**
 * `GET /oauth2/authorize`: redirects back with a code if the browser has a session; otherwise to the provider that the
 * client names, or to the sign-in page.
 */
export async function authorize(request: DomainRequest): Promise<AwsResponse> {
  const { cognito, pool, query, base } = request;
  const begun = begin(request, query);
  return tellingClient(begun.pending, async () => {
    checkAuthorize(begun, query);
    const provider = providerFor(pool, begun.client, query);
    const prompt = query.get('prompt');
    const session = prompt === 'login' ? undefined : sessionOf(request);
    const wanted = provider?.ProviderName ?? query.get('identity_provider') ?? undefined;
    if (session && serves(session, begun.client, wanted))
      return complete(request, begun, await findUser(cognito, pool, session.username), { session });
    if (prompt === 'none') throw new OAuthError('login_required', 'The user is not signed in');
    return provider ? toProvider(request, begun, provider) : redirect(`${base}/login?${query}`);
  });
}
