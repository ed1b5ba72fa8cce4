import type { ProviderRequest, WantedProvider } from '../../../functions/identity-provider/request';

export const placeholder = 'set-by-fleet-rotate-federation-secret';

export const wantedProvider = (changes: Partial<WantedProvider> = {}): WantedProvider => ({
  userPoolId: 'eu-central-1_Acme01',
  providerName: 'okta-oidc',
  providerType: 'OIDC',
  details: {
    client_id: 'staff-client',
    oidc_issuer: 'https://northpay.okta.example',
    authorize_scopes: 'openid email',
    attributes_request_method: 'GET',
  },
  secretKeys: ['client_secret'],
  placeholder,
  attributeMapping: { email: 'email', username: 'sub' },
  idpIdentifiers: ['staff.northpay.example'],
  revision: 'revision-1',
  ...changes,
});

/** What Terraform sends. */
export const invocation = (
  action: ProviderRequest['action'],
  changes: Partial<WantedProvider> = {},
  before: Partial<WantedProvider> | null = action === 'create' ? null : {},
) => ({
  ...wantedProvider(changes),
  tf: { action, prev_input: before && wantedProvider(before) },
});

export const apple = (details: Record<string, string> = {}): Partial<WantedProvider> => ({
  providerName: 'SignInWithApple',
  providerType: 'SignInWithApple',
  details: { client_id: 'apple', team_id: 'TEAM', key_id: 'KEY', authorize_scopes: 'email', ...details },
  secretKeys: ['private_key'],
});
