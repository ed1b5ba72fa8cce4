import { CognitoIdentityProvider } from '@cdktf/provider-aws/lib/cognito-identity-provider';
import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { managedProvider } from './managed-provider';
import type { ProviderManager } from './provider-manager';
import type { DesiredProvider, PoolProvider, ProviderSettings } from './provider-settings';

/** Terraform's own resource, for a provider without a secret: ignores changes only to what the server fills in. */
function plainProvider(scope: Construct, desired: DesiredProvider): PoolProvider {
  const { pool, name, settings, attributeMapping, domains, dependsOn } = desired;
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
  /** Name in the pool; it prefixes its users' names, so it can never change. */
  name: string;
  settings: ProviderSettings;
  /** Attribute of the pool → claim or SAML attribute. */
  attributes: Readonly<Record<string, string>>;
  /** Domain hints: e-mail domains whose users this provider signs in. Each may occur once per pool. */
  domains?: readonly string[];
  /** Manages providers that have a secret. */
  manager?: ProviderManager | undefined;
  dependsOn?: ITerraformDependable[] | undefined;
}

/**
 * An identity provider of a pool, at `<scope>_idp-<name in lower case>`. Terraform itself manages only those without
 * a secret, since it would copy the secret into plans and states: docs/decisions/0013-providers-with-a-secret.md.
 */
export function identityProvider(scope: Construct, props: IdentityProviderProps): PoolProvider {
  const { attributes, domains = [], manager, ...rest } = props;
  const { subject, secrets } = props.settings;
  const attributeMapping = { ...attributes, ...(subject && { username: subject }) };
  const desired = { ...rest, attributeMapping, domains: [...domains] };
  if (secrets.length === 0) return plainProvider(scope, desired);
  if (!manager)
    throw new Error(`identity provider ${props.name} has a secret: the stack needs a ProviderManager`);
  return managedProvider(scope, manager, desired);
}
