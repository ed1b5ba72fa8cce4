import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { Construct } from 'constructs';
import { identityProviders } from '../../environments/names';
import type { Internal } from '../../environments/schema';
import type { Target } from '../fleet-stack';
import { identityProvider } from './identity-provider';
import type { ProviderManager } from './provider-manager';
import { oidcProvider, type PoolProvider, samlProvider } from './provider-settings';

const { okta } = identityProviders;

/**
 * Okta as a provider of the pool: OpenID Connect at `<scope>_idp-okta-oidc`, SAML at `<scope>_idp-okta-saml`,
 * or both. A domain hint leads to one provider only; with both, that is OpenID Connect, and SAML is
 * reached by name or from Okta's own page.
 */
export function oktaProviders(
  scope: Construct,
  pool: CognitoUserPool,
  { domains, attributes, oidc, saml }: Internal['okta'],
  manager: ProviderManager | undefined,
  documents: Target['samlDocuments'],
): PoolProvider[] {
  const shared = { pool, attributes, manager };
  const byOidc =
    oidc && identityProvider(scope, { ...shared, name: okta.oidc, settings: oidcProvider(oidc), domains });
  const bySaml =
    saml &&
    identityProvider(scope, {
      ...shared,
      name: okta.saml,
      settings: samlProvider(saml, documents),
      domains: oidc ? [] : domains,
      // Cognito accepts one change to a pool at a time (ConcurrentModificationException).
      dependsOn: byOidc && [byOidc.resource],
    });
  return [byOidc, bySaml].filter((provider) => provider !== undefined);
}
