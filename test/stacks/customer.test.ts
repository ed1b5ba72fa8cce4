import type { Environment } from '../../environments/schema';
import type { Statement } from '../../stacks/permissions/document';
import { everyOption } from './every-option';
import { at, customer, customerSettings } from './synthesized';

const all = everyOption.environment.customer;
const withSettings = (changes: Partial<Environment['customer']>) =>
  customer({ customer: customerSettings(changes) });
const pool = 'aws_cognito_user_pool.customer_pool';
const web = 'aws_cognito_user_pool_client.customer_web-client';
const statements = (text: string): Statement[] => JSON.parse(text).Statement;

test('what runs against customers is found through the outputs', () => {
  expect(Object.keys(customer().output ?? {}).sort()).toEqual([
    'policy_store_id',
    'probe_client_id',
    'user_pool_id',
    'web_client_id',
  ]);
});

describe('MFA by text message', () => {
  const stack = withSettings({ mfaMethods: ['authenticator', 'sms'] });

  test('is offered beside the app, and sent by its own role from its own region', () => {
    expect(at(stack, pool)).toMatchObject({
      software_token_mfa_configuration: { enabled: true },
      sms_configuration: {
        external_id: 'test-customer',
        sns_caller_arn: `\${aws_iam_role.customer_sms_role.arn}`,
        sns_region: 'eu-central-1',
      },
      // Cognito tests the role when the pool names it.
      depends_on: ['aws_iam_role_policy.customer_sms_rights'],
    });
  });

  test('goes only to a number that its owner has verified', () => {
    expect(at(stack, pool)).toMatchObject({
      auto_verified_attributes: ['email', 'phone_number'],
      user_attribute_update_settings: {
        attributes_require_verification_before_update: ['email', 'phone_number'],
      },
    });
    expect(at(stack, web).write_attributes).toContain('phone_number');
    expect(at(stack, web).write_attributes).not.toContain('phone_number_verified');
  });

  test('does not recover accounts: one stolen SIM card must not be both factors', () => {
    expect(at(stack, pool).account_recovery_setting.recovery_mechanism).toEqual([
      { name: 'verified_email', priority: 1 },
    ]);
  });

  test('its role is for Cognito with the external id, in this account and region', () => {
    const role = at(stack, 'aws_iam_role.customer_sms_role');
    expect(role).toMatchObject({
      name: 'test-customer-sms-eu-central-1',
      path: '/fleet/test/',
      permissions_boundary: 'arn:aws:iam::111111111111:policy/test-fleet-boundary',
    });
    expect(statements(role.assume_role_policy)).toEqual([
      {
        Sid: 'Cognito',
        Effect: 'Allow',
        Principal: { Service: 'cognito-idp.amazonaws.com' },
        Action: ['sts:AssumeRole'],
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111111111111', 'sts:ExternalId': 'test-customer' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:cognito-idp:eu-central-1:111111111111:userpool/*' },
        },
      },
    ]);
  });

  test('its role sends to telephone numbers and not to topics', () => {
    expect(statements(at(stack, 'aws_iam_role_policy.customer_sms_rights').policy)).toEqual([
      { Sid: 'SendTexts', Effect: 'Allow', Action: ['sns:Publish'], Resource: ['*'] },
      { Sid: 'NoTopics', Effect: 'Deny', Action: ['sns:Publish'], Resource: ['arn:aws:sns:*:*:*'] },
    ]);
  });

  test.each([
    ['an app alone', { mfaMethods: ['authenticator' as const] }],
    ['no second factor', { mfa: 'OFF' as const, mfaMethods: ['authenticator' as const, 'sms' as const] }],
  ])('is absent with %s', (_, changes) => {
    const none = withSettings(changes);
    expect(at(none, pool)).not.toHaveProperty('sms_configuration');
    expect(Object.keys(none.resource.aws_iam_role ?? {})).toEqual(['hook_role']);
    expect(at(none, web).write_attributes).not.toContain('phone_number');
  });

  test('can be the only one, if the environment says so', () => {
    expect(at(withSettings({ mfaMethods: ['sms'] }), pool)).not.toHaveProperty(
      'software_token_mfa_configuration',
    );
  });
});

describe('social sign-in', () => {
  const { socialProviders } = all;
  const stack = withSettings({ socialProviders });
  const provider = (name: string) =>
    JSON.parse(at(stack, `aws_lambda_invocation.customer_idp-${name}`).input);

  test.each([
    [
      'google',
      'Google',
      { client_id: 'every-google', authorize_scopes: 'openid email profile' },
      { username: 'sub', email: 'email', email_verified: 'email_verified' },
    ],
    [
      'facebook',
      'Facebook',
      { client_id: 'every-facebook', authorize_scopes: 'public_profile,email' },
      { username: 'id', email: 'email', given_name: 'first_name' },
    ],
    [
      'loginwithamazon',
      'LoginWithAmazon',
      { client_id: 'every-amazon', authorize_scopes: 'profile' },
      { username: 'user_id', email: 'email' },
    ],
    [
      'signinwithapple',
      'SignInWithApple',
      {
        client_id: 'every-apple',
        team_id: 'TEAM012345',
        key_id: 'KEY0123456',
        authorize_scopes: 'email name',
      },
      { username: 'sub', email: 'email', email_verified: 'email_verified', given_name: 'firstName' },
    ],
  ])('by %s has its own scopes and mapping', (name, type, details, mapping) => {
    expect(provider(name)).toMatchObject({
      userPoolId: `\${aws_cognito_user_pool.customer_pool.id}`,
      providerName: type,
      providerType: type,
      details,
      attributeMapping: mapping,
    });
  });

  test.each(['facebook', 'loginwithamazon'])(
    'by %s verifies no address: the provider does not say',
    (name) => {
      expect(provider(name).attributeMapping).not.toHaveProperty('email_verified');
    },
  );

  test('exists beside passwords, and the client waits for every provider', () => {
    const client = at(stack, web);
    expect(client.supported_identity_providers[0]).toBe('COGNITO');
    expect(client.supported_identity_providers).toHaveLength(5);
    expect(client.depends_on).toHaveLength(4);
  });

  test('writes the attributes that providers map, but never that an address is verified', () => {
    const { write_attributes } = at(stack, web);
    expect(write_attributes).toEqual(expect.arrayContaining(['email', 'family_name', 'given_name', 'name']));
    expect(write_attributes).not.toContain('email_verified');
  });

  test('is only what the environment names', () => {
    const one = withSettings({ socialProviders: { google: socialProviders?.google } });
    expect(Object.keys(one.resource.aws_lambda_invocation ?? {})).toEqual(['customer_idp-google']);
    expect(customer().resource).not.toHaveProperty('aws_lambda_invocation');
    expect(customer().resource.aws_lambda_function).not.toHaveProperty('identity-provider_function');
  });
});

test('federated users are linked by the pre-sign-up function, if the environment asks for it', () => {
  expect(at(withSettings({ linkFederatedUsers: true }), pool).lambda_config.pre_sign_up).toBe(
    `\${aws_lambda_function.pre-sign-up_function.arn}`,
  );
  expect(at(customer(), pool).lambda_config).not.toHaveProperty('pre_sign_up');
  expect(Object.keys(customer().resource.aws_lambda_function ?? {})).toEqual(['hook_function']);
});

test('passkeys are a first factor beside the password, bound to their domain', () => {
  const stack = withSettings({ passkeys: all.passkeys });
  expect(at(stack, pool)).toMatchObject({
    sign_in_policy: { allowed_first_auth_factors: ['PASSWORD', 'WEB_AUTHN'] },
    web_authn_configuration: { relying_party_id: 'pay.every.example', user_verification: 'required' },
  });
  expect(at(stack, web).explicit_auth_flows).toContain('ALLOW_USER_AUTH');
  expect(at(customer(), pool)).not.toHaveProperty('web_authn_configuration');
  expect(at(customer(), web).explicit_auth_flows).not.toContain('ALLOW_USER_AUTH');
});

describe('identity pool', () => {
  const stack = withSettings({ identityPool: all.identityPool });

  test('accepts tokens of the web client, asks Cognito at each exchange, and has no classic flow', () => {
    expect(at(stack, 'aws_cognito_identity_pool.customer_identity_pool')).toMatchObject({
      identity_pool_name: 'test-customer',
      allow_classic_flow: false,
      allow_unauthenticated_identities: true,
      cognito_identity_providers: [
        {
          client_id: `\${aws_cognito_user_pool_client.customer_web-client.id}`,
          provider_name: `cognito-idp.eu-central-1.amazonaws.com/\${aws_cognito_user_pool.customer_pool.id}`,
          server_side_token_check: true,
        },
      ],
    });
  });

  test('gives the role of the group that the token prefers, and none to users in no group', () => {
    const attachment = at(stack, 'aws_cognito_identity_pool_roles_attachment.customer_identity_roles');
    expect(attachment.role_mapping).toMatchObject([{ type: 'Token', ambiguous_role_resolution: 'Deny' }]);
    // The provider requires a role for everyone; ours may do nothing.
    expect(attachment.roles.authenticated).toBe(`\${aws_iam_role.customer_identity_role-nobody.arn}`);
    expect(statements(at(stack, 'aws_iam_role_policy.customer_identity_rights-nobody').policy)).toEqual([
      { Sid: 'Nothing', Effect: 'Deny', Action: ['*'], Resource: ['*'] },
    ]);
    expect(at(stack, 'aws_cognito_user_group.customer_group-premium')).toMatchObject({
      role_arn: `\${aws_iam_role.customer_identity_role-premium.arn}`,
      precedence: 1,
    });
  });

  test('gives its roles exactly the rights of the file, under a boundary of their own', () => {
    expect(at(stack, 'aws_iam_role.customer_identity_role-premium')).toMatchObject({
      path: '/fleet/test/identity/',
      permissions_boundary: 'arn:aws:iam::111111111111:policy/test-fleet-identity-boundary',
    });
    const rights = at(stack, 'aws_iam_role_policy.customer_identity_rights-premium').policy;
    expect(statements(rights).map(({ Action, Resource }) => ({ Action, Resource }))).toEqual([
      {
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::northpay-every-statements/$${aws:PrincipalTag/customer}/*'],
      },
    ]);
  });

  test('exists only if the environment asks for it, and so do its groups', () => {
    expect(customer().resource).not.toHaveProperty('aws_cognito_identity_pool');
    expect(at(customer(), 'aws_cognito_user_group.customer_group-premium')).not.toHaveProperty('role_arn');
  });

  test('gives nothing without sign-in, unless the environment gives a reason', () => {
    const { roles, sessionTags } = all.identityPool as NonNullable<typeof all.identityPool>;
    const closed = withSettings({ identityPool: { roles, sessionTags } });
    expect(at(closed, 'aws_cognito_identity_pool.customer_identity_pool')).toMatchObject({
      allow_unauthenticated_identities: false,
    });
    expect(
      at(closed, 'aws_cognito_identity_pool_roles_attachment.customer_identity_roles').roles,
    ).not.toHaveProperty('unauthenticated');
  });
});

test('the customer stack', () => {
  expect(customer()).toMatchSnapshot();
});
