import type { AwsResponse } from '../../service';
import { type Begun, begin, checkAuthorize, providersOf } from '../oauth/authorize-request';
import { complete } from '../oauth/complete';
import type { DomainRequest } from '../oauth/domain-request';
import { OAuthError, PageError } from '../oauth/errors';
import { takePending } from '../oauth/pending';
import { redirect } from '../oauth/responses';
import { tellingClient } from '../oauth/to-client';
import { federatedUser } from './federated-user';
import type { FederationEndpoint } from './federation-protocol';
import type { FederatedIdentity, PendingAuthorize, Provider } from './model';
import { oidcIdentity, oidcResponsePath } from './oidc';
import { samlIdentity } from './saml';
import { samlLogoutPath, samlLogoutTarget } from './saml-logout';
import { acsPath } from './saml-peer';

/** A pending request, with the client that made it and the provider to which it was sent. */
function resumed(
  { cognito, pool }: DomainRequest,
  pending: PendingAuthorize,
): Begun & { provider: Provider } {
  const provider = pool.federation.providers.get(pending.protocol.provider ?? '');
  if (!provider) throw new PageError('The identity provider of this sign-in does not exist any more.');
  return { pending, client: cognito.state.client(pool, pending.clientId), provider };
}

async function finish(
  request: DomainRequest,
  begun: Begun,
  identity: FederatedIdentity,
): Promise<AwsResponse> {
  const { cognito, pool } = request;
  const user = await federatedUser(cognito, { pool, client: begun.client, identity });
  const via = { provider: identity.provider.ProviderName, subject: identity.subject };
  return complete(request, begun, user, { via });
}

/** `GET /oauth2/idpresponse`: where OIDC and social providers send browsers back. */
const oidcResponse: FederationEndpoint = async (request) => {
  const { pending, client, provider } = resumed(request, takePending(request, request.query.get('state')));
  return tellingClient(pending, async () => {
    const identity = await oidcIdentity(request, provider, pending.protocol);
    return finish(request, { pending, client }, identity);
  });
};

/**
 * A sign-in that began at the provider: its `RelayState` is the query of an authorize request, with
 * `identity_provider`. Throws PageError.
 */
function fromProvider(request: DomainRequest, relayState: string): Begun & { provider: Provider } {
  const given = new URLSearchParams(relayState);
  const begun = begin(request, given);
  try {
    checkAuthorize(begun, given);
  } catch (error) {
    throw error instanceof OAuthError ? new PageError(error.message) : error;
  }
  const name = given.get('identity_provider');
  const provider = providersOf(request.pool, begun.client).find(({ ProviderName }) => ProviderName === name);
  if (provider?.ProviderType !== 'SAML') throw new PageError('Invalid relayState from identity provider');
  return { ...begun, provider };
}

/** `POST /saml2/idpresponse`: where browsers bring assertions. */
const samlResponse: FederationEndpoint = async (request) => {
  const relayState = request.form.get('RelayState') ?? '';
  // Our own handles are base64url without padding, so they never look like a query.
  const unasked = relayState.includes('=');
  const { pending, client, provider } = unasked
    ? fromProvider(request, relayState)
    : resumed(request, takePending(request, relayState));
  const { requestId } = pending.protocol;
  if (!unasked && !requestId) throw new PageError('Invalid relayState from identity provider');
  return tellingClient(pending, async () =>
    finish(request, { pending, client }, await samlIdentity(request, provider, requestId)),
  );
};

/** The protocols' endpoints by method and path inside the domain. */
export const federationEndpoints: Record<string, FederationEndpoint> = {
  [`GET ${oidcResponsePath}`]: oidcResponse,
  [`POST ${acsPath}`]: samlResponse,
  // Cognito accepts the response to a sign-out only by POST.
  [`POST ${samlLogoutPath}`]: async (request) => redirect(await samlLogoutTarget(request)),
};
