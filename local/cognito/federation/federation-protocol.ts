import type { AwsResponse } from '../../service';
import type { Client } from '../model';
import type { DomainRequest } from '../oauth/domain-request';
import type { PendingAuthorize, Provider } from './model';

/** Where the browser goes next: a redirect, or a form that it submits immediately. */
export type BrowserStep = { redirect: string } | { form: { action: string; fields: Record<string, string> } };

/** One federation protocol (OIDC, SAML): sends users to a provider. Its endpoints handle their return. */
export interface FederatedSignIn {
  /**
   * Sends the browser to the provider. `handle` is the OAuth `state` or SAML `RelayState` to send along;
   * `takePending(request, handle)` of oauth/pending.ts returns the pending request, once and to the same
   * browser only. State to keep goes into `pending.protocol`. Throws FederationError.
   */
  start(
    request: DomainRequest,
    at: { client: Client; provider: Provider; pending: PendingAuthorize; handle: string },
  ): Promise<BrowserStep>;
  /**
   * Sign-out at the provider; undefined if not configured. The protocol's own endpoint redirects to
   * `returnTo` (a checked URL of the client) once the provider has answered.
   */
  signOut?(
    request: DomainRequest,
    at: { provider: Provider; subject: string; returnTo: string },
  ): Promise<BrowserStep | undefined>;
}

/** An endpoint of the domain that belongs to a federation protocol, such as `POST /saml2/idpresponse`. */
export type FederationEndpoint = (request: DomainRequest) => Promise<AwsResponse>;

/** A sign-in refused by the provider, or by our check of its answer. `error` is an OAuth error code. */
export class FederationError extends Error {
  constructor(
    readonly error: string,
    description: string,
  ) {
    super(description);
  }
}
