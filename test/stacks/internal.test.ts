import { everyOption } from './every-option';
import { at, internal, internalSettings } from './synthesized';

const all = everyOption.environment.internal as NonNullable<typeof everyOption.environment.internal>;
const both = internal(internalSettings({ okta: all.okta, identityPool: all.identityPool }));
const only = (protocol: 'oidc' | 'saml') =>
  internal(internalSettings({ okta: { ...all.okta, [protocol === 'oidc' ? 'saml' : 'oidc']: undefined } }));
const pool = at(internal(), 'aws_cognito_user_pool.internal_pool');
const web = 'aws_cognito_user_pool_client.internal_web-client';

describe('local passwords are off', () => {
  test('no client accepts one, or the provider COGNITO', () => {
    expect(Object.keys(both.resource.aws_cognito_user_pool_client ?? {})).toEqual(['internal_web-client']);
    const client = at(both, web);
    expect(client.explicit_auth_flows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
    expect(client.supported_identity_providers).toEqual([
      'okta-oidc',
      `\${aws_cognito_identity_provider.internal_idp-okta-saml.provider_name}`,
    ]);
  });

  test('nobody signs up, and nothing sends mail or recovers accounts', () => {
    expect(pool.admin_create_user_config).toEqual({ allow_admin_create_user_only: true });
    expect(pool).not.toHaveProperty('auto_verified_attributes');
    expect(pool.account_recovery_setting.recovery_mechanism).toEqual([{ name: 'admin_only', priority: 1 }]);
  });

  test('if someone ever has one, it is long and not enough', () => {
    expect(pool).toMatchObject({ mfa_configuration: 'ON', password_policy: { minimum_length: 99 } });
  });
});

test('custom attributes that Okta writes are declared, and mutable: otherwise the second sign-in would fail', () => {
  expect(at(both, 'aws_cognito_user_pool.internal_pool').schema).toEqual(
    ['department', 'groups'].map((name) => expect.objectContaining({ name, mutable: true, required: false })),
  );
  expect(at(both, web).write_attributes).toEqual(
    expect.arrayContaining(['custom:department', 'custom:groups']),
  );
});

describe('Okta', () => {
  test.each(['oidc', 'saml'] as const)('by %s only: the domain hints lead there', (protocol) => {
    const stack = only(protocol);
    const name = `internal_idp-okta-${protocol}`;
    const { aws_cognito_identity_provider: read = {}, aws_lambda_invocation: told = {} } = stack.resource;
    expect([...Object.keys(read), ...Object.keys(told)]).toEqual([name]);
    const hints =
      protocol === 'saml'
        ? at(stack, `aws_cognito_identity_provider.${name}`).idp_identifiers
        : JSON.parse(at(stack, `aws_lambda_invocation.${name}`).input).idpIdentifiers;
    expect(hints).toEqual(['staff.every.example']);
  });

  test('by both: each domain hint is there once, and the second waits for the first', () => {
    const saml = at(both, 'aws_cognito_identity_provider.internal_idp-okta-saml');
    const oidc = JSON.parse(at(both, 'aws_lambda_invocation.internal_idp-okta-oidc').input);
    expect(oidc.idpIdentifiers).toEqual(['staff.every.example']);
    expect(saml).not.toHaveProperty('idp_identifiers');
    expect(saml.depends_on).toEqual(['aws_lambda_invocation.internal_idp-okta-oidc']);
  });

  test('by SAML: signed requests, encrypted assertions, sign-in from Okta and sign-out as the environment says', () => {
    const { provider_details } = at(both, 'aws_cognito_identity_provider.internal_idp-okta-saml');
    expect(provider_details).toEqual({
      MetadataURL: all.okta.saml?.metadataUrl,
      RequestSigningAlgorithm: 'rsa-sha256',
      EncryptedResponses: 'true',
      IDPInit: 'true',
      IDPSignout: 'true',
    });
    const saml = {
      ...(all.okta.saml as NonNullable<typeof all.okta.saml>),
      signRequests: false,
      idpInitiated: false,
    };
    const plain = internal(internalSettings({ okta: { ...all.okta, oidc: undefined, saml } }));
    const details = at(plain, 'aws_cognito_identity_provider.internal_idp-okta-saml').provider_details;
    expect(details).not.toHaveProperty('RequestSigningAlgorithm');
    expect(details.IDPInit).toBe('false');
  });
});

describe('identity pool', () => {
  test("gives roles by Okta's groups, in the order of the file", () => {
    const [mapping] = at(
      both,
      'aws_cognito_identity_pool_roles_attachment.internal_identity_roles',
    ).role_mapping;
    expect(mapping).toMatchObject({ type: 'Rules', ambiguous_role_resolution: 'Deny' });
    expect(
      mapping.mapping_rule.map(({ claim, match_type, value }: Record<string, string>) => [
        claim,
        match_type,
        value,
      ]),
    ).toEqual([
      ['okta_groups', 'Contains', '|payments-operators|'],
      ['okta_groups', 'Contains', '|support|'],
    ]);
  });

  test('tags sessions from claims, and does not by default', () => {
    expect(
      at(both, 'aws_cognito_identity_pool_provider_principal_tag.internal_identity_session-tags'),
    ).toMatchObject({ use_defaults: false, principal_tags: { department: 'custom:department' } });
  });

  test('cannot use groups that Okta does not send', () => {
    expect(() =>
      internal(
        internalSettings({
          okta: { ...all.okta, attributes: { email: 'email' } },
          identityPool: all.identityPool,
        }),
      ),
    ).toThrow(/maps no "custom:groups"; map it to Okta's groups claim/);
  });
});

test('the internal stack', () => {
  expect(internal()).toMatchSnapshot();
});
