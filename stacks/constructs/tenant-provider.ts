import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { Construct } from 'constructs';
import { identityProviders } from '../../environments/names';
import type { Tenant } from '../../environments/schema';
import type { Target } from '../fleet-stack';
import { identityProvider } from './identity-provider';
import type { ProviderManager } from './provider-manager';
import { oidcProvider, type PoolProvider, samlProvider } from './provider-settings';

type Settings = NonNullable<Tenant['identityProvider']>;

/** The tenant's own identity provider, at `<tenant>_idp-tenant-saml` or `<tenant>_idp-tenant-oidc`. */
export const tenantProvider = (
  scope: Construct,
  pool: CognitoUserPool,
  settings: Settings,
  manager: ProviderManager | undefined,
  documents: Target['samlDocuments'],
): PoolProvider =>
  identityProvider(scope, {
    pool,
    name: identityProviders.tenant[settings.type],
    settings: settings.type === 'saml' ? samlProvider(settings, documents) : oidcProvider(settings),
    attributes: settings.attributes,
    domains: settings.domains,
    manager,
  });
