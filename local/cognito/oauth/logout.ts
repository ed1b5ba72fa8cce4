import type { AwsResponse } from '../../service';
import { protocols } from '../federation/protocols';
import { follow } from './authorize';
import { begin } from './authorize-request';
import { endSession, sessionOf } from './browser-session';
import type { DomainRequest } from './domain-request';
import { PageError } from './errors';
import { redirect } from './responses';

/** Where to redirect afterwards: a sign-out URL of the client, or its sign-in page. Throws PageError. */
function targetOf(request: DomainRequest): string {
  const { pool, query, origin, base } = request;
  const to = query.get('logout_uri');
  if (to === null) {
    begin(request, query);
    return `${base || origin}/login?${query}`;
  }
  const client = pool.clients.get(query.get('client_id') ?? '');
  if (!client) throw new PageError('Client does not exist.');
  if (!client.LogoutURLs?.includes(to)) throw new PageError('Invalid request: logout_uri is not registered');
  return to;
}

/**
 * `GET /logout`: ends the browser's session, and the provider's if that is configured; tokens already issued stay
 * valid. Throws PageError.
 */
export async function logout(request: DomainRequest): Promise<AwsResponse> {
  const returnTo = targetOf(request);
  const { via } = sessionOf(request) ?? {};
  const setCookie = endSession(request);
  const provider = request.pool.federation.providers.get(via?.provider ?? '');
  if (!via || !provider) return redirect(returnTo, setCookie);
  const at = { provider, subject: via.subject, returnTo };
  const step = await protocols[provider.ProviderType]?.signOut?.(request, at);
  return step ? follow(step, setCookie) : redirect(returnTo, setCookie);
}
