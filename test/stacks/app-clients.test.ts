import { at, cell, customer, tenant } from './synthesized';

describe.each([
  ['tenant', 'acme', () => cell([tenant('acme')])],
  ['customer', 'customer', () => customer()],
] as const)('app clients of a %s pool', (_, owner, synthesize) => {
  const stack = synthesize();
  const web = at(stack, `aws_cognito_user_pool_client.${owner}_web-client`);
  const probe = at(stack, `aws_cognito_user_pool_client.${owner}_probe-client`);

  test('are two, both public', () => {
    expect(Object.keys(stack.resource.aws_cognito_user_pool_client ?? {})).toHaveLength(2);
    expect([web.generate_secret, probe.generate_secret]).toEqual([false, false]);
  });

  test('web has only the code flow and SRP: no password ever passes through it', () => {
    expect(web).toMatchObject({
      allowed_oauth_flows_user_pool_client: true,
      allowed_oauth_flows: ['code'],
      allowed_oauth_scopes: ['email', 'openid', 'profile'],
      explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'],
      supported_identity_providers: ['COGNITO'],
    });
  });

  test('probe has no OAuth, and needs IAM to sign in', () => {
    expect(probe.allowed_oauth_flows_user_pool_client).toBe(false);
    expect(probe).not.toHaveProperty('allowed_oauth_flows');
    expect(probe).not.toHaveProperty('callback_urls');
    expect(probe.explicit_auth_flows).toEqual(['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
  });

  test.each([
    ['web', web],
    ['probe', probe],
  ])('%s hides which users exist, can be revoked, and has lifetimes with units', (_name, client) => {
    expect(client).toMatchObject({
      prevent_user_existence_errors: 'ENABLED',
      enable_token_revocation: true,
      access_token_validity: 15,
      id_token_validity: 20,
      refresh_token_validity: 24,
      token_validity_units: [{ access_token: 'minutes', id_token: 'minutes', refresh_token: 'hours' }],
    });
  });

  test.each([
    ['web', web],
    ['probe', probe],
  ])('%s lists what it may write, without custom attributes', (_name, client) => {
    expect(client.write_attributes.length).toBeGreaterThan(0);
    expect(client.write_attributes.filter((name: string) => name.startsWith('custom:'))).toEqual([]);
    expect(client.read_attributes).toContain('email');
  });

  test('are changed one after the other', () => {
    expect(probe.depends_on).toEqual([`aws_cognito_user_pool_client.${owner}_web-client`]);
  });
});

test("a tenant's clients read the tenant id; each sends users back to the tenant's own pages", () => {
  const acme = tenant('acme');
  const web = at(cell([acme]), 'aws_cognito_user_pool_client.acme_web-client');
  expect(web.read_attributes).toContain('custom:tenant_id');
  expect(web.callback_urls).toEqual(acme.callbackUrls);
  expect(web.logout_urls).toEqual(acme.logoutUrls);
});
