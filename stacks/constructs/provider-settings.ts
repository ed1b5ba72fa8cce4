import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { ITerraformDependable } from 'cdktf';
import type { Target } from '../fleet-stack';

/** Our client at an OpenID Connect provider. Terraform does not know where the secret is. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  scopes: readonly string[];
}

/** SAML settings of a provider. */
export interface SamlSettings {
  /** Where Cognito fetches the metadata from; or else its document here. */
  metadataUrl?: string | undefined;
  /** Name of that document. */
  metadataFile?: string | undefined;
  signRequests: boolean;
  encryptAssertions: boolean;
  idpInitiated: boolean;
  signOut: boolean;
}

/** A provider's own part: Cognito's type for it, what we set, and what Cognito adds. */
export interface ProviderSettings {
  type: 'OIDC' | 'SAML' | 'Google' | 'Facebook' | 'LoginWithAmazon' | 'SignInWithApple';
  details: Record<string, string>;
  /** Claim that identifies the user, which Cognito itself maps to `username`; none in SAML, which uses NameID. */
  subject?: 'sub' | 'id' | 'user_id';
  /** Keys of secret details, which Terraform never handles; none in SAML. */
  secrets: readonly string[];
  /** Keys that Cognito fills in and returns on every read, if Terraform reads them (terraform-provider-aws#35588). */
  serverFilled?: readonly string[];
}

/** Settings of an OpenID Connect provider. Cognito finds its endpoints by discovery and adds them. */
export const oidcProvider = ({ issuer, clientId, scopes }: OidcSettings): ProviderSettings => ({
  type: 'OIDC',
  details: {
    oidc_issuer: issuer,
    client_id: clientId,
    authorize_scopes: scopes.join(' '),
    // GET sends the token in the Authorization header; POST would add a body that few providers read.
    attributes_request_method: 'GET',
  },
  subject: 'sub',
  secrets: ['client_secret'],
});

/** The provider's metadata: a URL or a document. Throws if there is neither. */
function metadataOf(
  { metadataUrl, metadataFile }: SamlSettings,
  documents: Target['samlDocuments'],
): Record<string, string> {
  if (metadataUrl !== undefined) return { MetadataURL: metadataUrl };
  const document = metadataFile === undefined ? undefined : documents?.get(metadataFile);
  if (document === undefined) throw new Error(`there is no metadata document ${metadataFile}`);
  // Terraform would interpolate `${` and `%{`.
  return { MetadataFile: document.replaceAll(/[$%](?=\{)/g, '$&$&') };
}

/**
 * Settings of a SAML provider. Cognito reads its endpoints from the metadata and generates its own certificate.
 * @param documents by file name
 */
export const samlProvider = (
  settings: SamlSettings,
  documents: Target['samlDocuments'],
): ProviderSettings => ({
  type: 'SAML',
  details: {
    ...metadataOf(settings, documents),
    // Always set, even when false: Cognito returns them in any case.
    IDPInit: String(settings.idpInitiated),
    IDPSignout: String(settings.signOut),
    EncryptedResponses: String(settings.encryptAssertions),
    ...(settings.signRequests && { RequestSigningAlgorithm: 'rsa-sha256' }),
  },
  secrets: [],
  serverFilled: ['ActiveEncryptionCertificate', 'SLORedirectBindingURI', 'SSORedirectBindingURI'],
});

/** An identity provider as the pool's clients know it. */
export interface PoolProvider {
  name: string;
  /** The resource that creates it, to depend on. */
  resource: ITerraformDependable;
}

/** The desired state of a pool's identity provider. */
export interface DesiredProvider {
  pool: CognitoUserPool;
  name: string;
  settings: ProviderSettings;
  /** Attribute of the pool → claim or SAML attribute, with the provider's own `username`. */
  attributeMapping: Record<string, string>;
  domains: string[];
  dependsOn?: ITerraformDependable[] | undefined;
}
