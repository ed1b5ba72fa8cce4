import type { IdentityProviderType } from '@aws-sdk/client-cognito-identity-provider';
import type { KeyAndCertificate } from '../../certificate';

/** An identity provider of a pool; details and attribute mapping as `DescribeIdentityProvider` shows them. */
export type Provider = IdentityProviderType & {
  ProviderName: string;
  ProviderType: string;
  ProviderDetails: Record<string, string>;
};

/** What a client asked of `/oauth2/authorize`, checked; it waits here while the user signs in somewhere. */
export interface PendingAuthorize {
  poolId: string;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  /** The client's own `state`, given back to it. */
  state?: string | undefined;
  nonce?: string | undefined;
  /** S256. */
  codeChallenge?: string | undefined;
  loginHint?: string | undefined;
  /** What a federation protocol must remember until the provider answers: nonce, PKCE verifier, request id. */
  protocol: Record<string, string>;
}

/** What a provider says of a user, after the protocol has proven it. */
export interface FederatedIdentity {
  provider: Provider;
  /** The provider's own id of the user: OIDC `sub`, SAML `NameID`. */
  subject: string;
  /** Claims or assertion attributes under the provider's names; lists where there are several values. */
  attributes: Record<string, unknown>;
}

/** A SAML sign-out that waits for the provider's answer. Times are in milliseconds since 1970. */
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
  /** PEM; an assertion that one of them signed is the provider's. */
  certificates: string[];
  ssoRedirect: string;
  sloRedirect?: string | undefined;
  /** Milliseconds since 1970; a document that does not say so has no end. */
  validUntil: number;
}

/** What a pool has read at a URL; it is read again when that time has come (milliseconds since 1970). */
export interface KnownMetadata {
  metadata: SamlMetadata;
  until: number;
}

/** What a pool keeps for federation. */
export interface PoolFederation {
  /** By name. */
  providers: Map<string, Provider>;
  /** What was read of SAML providers' metadata, by URL. */
  metadata: Map<string, KnownMetadata>;
  /** The pool's own SAML keys, made at the first use: one signs requests, to the other assertions are encrypted. */
  keys?: { signing: KeyAndCertificate; encryption: KeyAndCertificate };
  /** Assertions that were accepted, by provider and id, until they would be too old anyway (milliseconds). */
  usedAssertions: Map<string, number>;
  /** What the provider called the user's SAML session, by provider and subject; sign-out must name it. */
  sessions: Map<string, { format?: string | undefined; sessionIndex?: string | undefined }>;
  /** SAML sign-outs under way, by `RelayState`. */
  logouts: Map<string, Logout>;
}

/** A sign-in at a provider that belongs to a user of the pool (AdminLinkProviderForUser). */
export interface Link {
  provider: string;
  /** `subjectAttribute`, or a claim of the provider. */
  attribute: string;
  value: string;
  username: string;
}

/** What a pool keeps of users who sign in elsewhere. */
export interface ExternalUsers {
  /** Moto's name by the pool's, `<provider>_<subject>`: moto lets nobody choose a name where addresses are names. */
  names: Map<string, string>;
  links: Link[];
}
