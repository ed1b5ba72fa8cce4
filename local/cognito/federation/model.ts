import type { IdentityProviderType } from '@aws-sdk/client-cognito-identity-provider';
import type { KeyAndCertificate } from '../../certificate';

/** A pool's identity provider; details and attribute mapping as `DescribeIdentityProvider` returns them. */
export type Provider = IdentityProviderType & {
  ProviderName: string;
  ProviderType: string;
  ProviderDetails: Record<string, string>;
};

/** A client's validated request to `/oauth2/authorize`, pending while the user signs in. */
export interface PendingAuthorize {
  poolId: string;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  /** The client's own `state`, returned to it. */
  state?: string | undefined;
  nonce?: string | undefined;
  /** S256. */
  codeChallenge?: string | undefined;
  loginHint?: string | undefined;
  /** What a federation protocol must keep until the provider answers: nonce, PKCE verifier, request id. */
  protocol: Record<string, string>;
}

/** What a provider says about a user, verified by the protocol. */
export interface FederatedIdentity {
  provider: Provider;
  /** The provider's own user id: OIDC `sub`, SAML `NameID`. */
  subject: string;
  /** Claims or assertion attributes under the provider's names; lists for several values. */
  attributes: Record<string, unknown>;
}

/** A SAML sign-out waiting for the provider's answer. Times are in milliseconds since 1970. */
interface Logout {
  provider: string;
  /** `ID` of our LogoutRequest. */
  requestId: string;
  returnTo: string;
  until: number;
}

/** What Cognito takes from a provider's metadata document. */
export interface SamlMetadata {
  entityId: string;
  /** PEM; the provider may sign an assertion with any of them. */
  certificates: string[];
  ssoRedirect: string;
  sloRedirect?: string | undefined;
  /** Milliseconds since 1970; infinite if the document does not say. */
  validUntil: number;
}

/** Metadata that a pool has read from a URL, and when to read it again (milliseconds since 1970). */
export interface KnownMetadata {
  metadata: SamlMetadata;
  until: number;
}

/** A pool's federation state. */
export interface PoolFederation {
  /** By name. */
  providers: Map<string, Provider>;
  /** SAML providers' metadata read so far, by URL. */
  metadata: Map<string, KnownMetadata>;
  /** The pool's own SAML keys, created on first use: one signs requests, the other decrypts assertions. */
  keys?: { signing: KeyAndCertificate; encryption: KeyAndCertificate };
  /** Accepted assertions, by provider and id, until they would have expired anyway (milliseconds). */
  usedAssertions: Map<string, number>;
  /** The provider's name for the user's SAML session, by provider and subject; sign-out must name it. */
  sessions: Map<string, { format?: string | undefined; sessionIndex?: string | undefined }>;
  /** SAML sign-outs in progress, by `RelayState`. */
  logouts: Map<string, Logout>;
}

/** A provider's user linked to a user of the pool (AdminLinkProviderForUser). */
export interface Link {
  provider: string;
  /** `subjectAttribute`, or a claim from the provider. */
  attribute: string;
  value: string;
  username: string;
}

/** A pool's state about users who sign in elsewhere. */
export interface ExternalUsers {
  /** Moto's names by the pool's, `<provider>_<subject>`: moto generates names where users sign in by address. */
  names: Map<string, string>;
  links: Link[];
}
