import { CognitoIdentityProvider } from '@cdktf/provider-aws/lib/cognito-identity-provider';
import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { managedProvider } from './managed-provider';
import type { ProviderManager } from './provider-manager';

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
  /** Keys of the details that are secret, which are no matter of Terraform's; none in SAML. */
  secrets: readonly string[];
  /** Keys that Cognito fills in and gives back on every read, where Terraform reads (terraform-provider-aws#35588). */
  serverFilled?: readonly string[];
}

/** Settings of an OpenID Connect provider. Cognito finds its endpoints by discovery and adds them. */
export const oidcProvider = ({ issuer, clientId, scopes }: OidcSettings): ProviderSettings => ({
  type: 'OIDC',
  details: {
    oidc_issuer: issuer,
    client_id: clientId,
    authorize_scopes: scopes.join(' '),
    // In the Authorization header, where POST would do the same with a body that few providers read.
    attributes_request_method: 'GET',
  },
  subject: 'sub',
  secrets: ['client_secret'],
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

/** An identity provider as the pool's clients know it. */
export interface PoolProvider {
  name: string;
  /** What makes it, to wait for. */
  resource: ITerraformDependable;
}

/** What a pool is to have as an identity provider. */
export interface WantedProvider {
  pool: CognitoUserPool;
  name: string;
  settings: ProviderSettings;
  /** Attribute of the pool → claim or SAML attribute, with the provider's own `username`. */
  attributeMapping: Record<string, string>;
  domains: string[];
  dependsOn?: ITerraformDependable[] | undefined;
}

/** Terraform's own resource, for a provider without a secret: what the server fills is left alone, and nothing else. */
function plainProvider(scope: Construct, wanted: WantedProvider): PoolProvider {
  const { pool, name, settings, attributeMapping, domains, dependsOn } = wanted;
  const resource = new CognitoIdentityProvider(scope, `idp-${name.toLowerCase()}`, {
    userPoolId: pool.id,
    providerName: name,
    providerType: settings.type,
    providerDetails: settings.details,
    attributeMapping,
    idpIdentifiers: domains.length > 0 ? domains : undefined,
    lifecycle: {
      ignoreChanges: (settings.serverFilled ?? []).map((key) => `provider_details["${key}"]`),
    },
    dependsOn,
  });
  return { name: resource.providerName, resource };
}

export interface IdentityProviderProps {
  pool: CognitoUserPool;
  /** Name in the pool; it starts the names of its users, so it can never change. */
  name: string;
  settings: ProviderSettings;
  /** Attribute of the pool → claim or SAML attribute. */
  attributes: Readonly<Record<string, string>>;
  /** Domain hints: e-mail domains whose users this provider signs in. Each may stand once in a pool. */
  domains?: readonly string[];
  /** Manages providers that have a secret. */
  manager?: ProviderManager | undefined;
  dependsOn?: ITerraformDependable[] | undefined;
}

/**
 * An identity provider of a pool, at `<scope>_idp-<name in lower case>`. Terraform itself manages only those without
 * a secret, since it would copy what it reads into plans and states: docs/decisions/0013-providers-with-a-secret.md.
 */
export function identityProvider(scope: Construct, props: IdentityProviderProps): PoolProvider {
  const { attributes, domains = [], manager, ...rest } = props;
  const { subject, secrets } = props.settings;
  const attributeMapping = { ...attributes, ...(subject && { username: subject }) };
  const wanted = { ...rest, attributeMapping, domains: [...domains] };
  if (secrets.length === 0) return plainProvider(scope, wanted);
  if (!manager)
    throw new Error(`identity provider ${props.name} has a secret: the stack needs a ProviderManager`);
  return managedProvider(scope, manager, wanted);
}
