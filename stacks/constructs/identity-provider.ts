import { CognitoIdentityProvider } from '@cdktf/provider-aws/lib/cognito-identity-provider';
import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * What Terraform writes where a provider's secret belongs. It is no secret and opens nothing: nobody can sign
 * in through the provider until `fleet rotate federation-secret` has pushed the real one from Secrets Manager.
 */
export const secretPlaceholder = 'set-by-fleet-rotate-federation-secret';

/** Our client at an OpenID Connect provider. The secret's own place is no matter of Terraform's. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  scopes: readonly string[];
}

/** How SAML is spoken with a provider. */
export interface SamlSettings {
  metadataUrl: string;
  signRequests: boolean;
  encryptAssertions: boolean;
  idpInitiated: boolean;
  signOut: boolean;
}

/** A provider's own part: Cognito's type for it, what we tell, and what Cognito adds. */
export interface ProviderSettings {
  type: 'OIDC' | 'SAML' | 'Google' | 'Facebook' | 'LoginWithAmazon' | 'SignInWithApple';
  details: Record<string, string>;
  /** Claim that names the user, which Cognito maps to `username` by itself; none in SAML, whose NameID does. */
  subject?: 'sub' | 'id' | 'user_id';
  /** Keys of `details` that hold the placeholder. */
  secrets: readonly string[];
  /** Keys that Cognito fills in and gives back on every read (terraform-provider-aws#35588). */
  serverFilled: readonly string[];
}

/** Settings of an OpenID Connect provider. Cognito finds its endpoints by discovery and adds them. */
export const oidcProvider = ({ issuer, clientId, scopes }: OidcSettings): ProviderSettings => ({
  type: 'OIDC',
  details: {
    oidc_issuer: issuer,
    client_id: clientId,
    client_secret: secretPlaceholder,
    authorize_scopes: scopes.join(' '),
    // In the Authorization header, where POST would do the same with a body that few providers read.
    attributes_request_method: 'GET',
  },
  subject: 'sub',
  secrets: ['client_secret'],
  serverFilled: ['attributes_url', 'attributes_url_add_attributes', 'authorize_url', 'jwks_uri', 'token_url'],
});

/** Settings of a SAML provider. Cognito reads its endpoints from the metadata and makes its own certificate. */
export const samlProvider = (settings: SamlSettings): ProviderSettings => ({
  type: 'SAML',
  details: {
    MetadataURL: settings.metadataUrl,
    // Always said, also when false: Cognito gives them back in any case.
    IDPInit: String(settings.idpInitiated),
    IDPSignout: String(settings.signOut),
    EncryptedResponses: String(settings.encryptAssertions),
    ...(settings.signRequests && { RequestSigningAlgorithm: 'rsa-sha256' }),
  },
  secrets: [],
  serverFilled: ['ActiveEncryptionCertificate', 'SLORedirectBindingURI', 'SSORedirectBindingURI'],
});

export interface IdentityProviderProps {
  pool: CognitoUserPool;
  /** Name in the pool; it starts the names of its users, so it can never change. */
  name: string;
  settings: ProviderSettings;
  /** Attribute of the pool → claim or SAML attribute. */
  attributes: Readonly<Record<string, string>>;
  /** Domain hints: e-mail domains whose users this provider signs in. Each may stand once in a pool. */
  domains?: readonly string[];
  dependsOn?: ITerraformDependable[];
}

/**
 * An identity provider of a pool, at `<scope>_idp-<name in lower case>`.
 *
 * The apply writes the placeholder once and then leaves exactly the secret alone, and exactly the keys that
 * Cognito fills; a change of anything else is still seen (terraform-provider-aws#48319, #35588).
 */
export function identityProvider(scope: Construct, props: IdentityProviderProps): CognitoIdentityProvider {
  const { pool, name, settings, attributes, domains = [], dependsOn } = props;
  const { type, details, subject, secrets, serverFilled } = settings;
  return new CognitoIdentityProvider(scope, `idp-${name.toLowerCase()}`, {
    userPoolId: pool.id,
    providerName: name,
    providerType: type,
    providerDetails: details,
    attributeMapping: { ...attributes, ...(subject && { username: subject }) },
    idpIdentifiers: domains.length > 0 ? [...domains] : undefined,
    lifecycle: {
      ignoreChanges: [...secrets, ...serverFilled].map((key) => `provider_details["${key}"]`),
    },
    dependsOn,
  });
}
