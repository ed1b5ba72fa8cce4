import * as fc from 'fast-check';
import type { Tenant } from '../../environments/schema';
import { brandingCss } from '../../stacks/constructs/branding';
import { everyOption } from './every-option';
import { at, cell, poolSettings, tenant } from './synthesized';

const [saml, oidc] = everyOption.tenants.map(({ identityProvider }) => identityProvider);
const acme = (changes: Partial<Tenant> = {}) => cell([tenant('acme', changes)]);
const web = 'aws_cognito_user_pool_client.acme_web-client';

describe("a tenant's own identity provider", () => {
  test('by SAML, with its switches and its domains as hints', () => {
    expect(
      at(acme({ identityProvider: saml }), 'aws_cognito_identity_provider.acme_idp-tenant-saml'),
    ).toMatchObject({
      provider_name: 'tenant-saml',
      provider_type: 'SAML',
      idp_identifiers: ['acme.example'],
      provider_details: {
        MetadataURL: 'https://acme.okta.example/app/every/sso/saml/metadata',
        IDPInit: 'true',
        IDPSignout: 'true',
        EncryptedResponses: 'true',
        RequestSigningAlgorithm: 'rsa-sha256',
      },
    });
  });

  test('by OpenID Connect, with a placeholder for its secret', () => {
    const { input } = at(acme({ identityProvider: oidc }), 'aws_lambda_invocation.acme_idp-tenant-oidc');
    expect(JSON.parse(input)).toMatchObject({
      userPoolId: `\${aws_cognito_user_pool.acme_pool.id}`,
      providerName: 'tenant-oidc',
      providerType: 'OIDC',
      idpIdentifiers: ['globex.example'],
      details: { oidc_issuer: 'https://globex.okta.example' },
      secretKeys: ['client_secret'],
      placeholder: 'set-by-fleet-rotate-federation-secret',
      attributeMapping: { email: 'email', name: 'name', username: 'sub' },
    });
  });

  test('replaces passwords, and cannot say which tenant a user belongs to', () => {
    const client = at(acme({ identityProvider: saml }), web);
    expect(client).toMatchObject({
      supported_identity_providers: [`\${aws_cognito_identity_provider.acme_idp-tenant-saml.provider_name}`],
      explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      depends_on: ['aws_cognito_identity_provider.acme_idp-tenant-saml'],
    });
    expect(client.write_attributes).not.toContain('custom:tenant_id');
  });

  test('exists beside passwords if anyone may sign up', () => {
    expect(at(acme({ identityProvider: saml, selfSignUp: true }), web)).toMatchObject({
      supported_identity_providers: [
        'COGNITO',
        `\${aws_cognito_identity_provider.acme_idp-tenant-saml.provider_name}`,
      ],
      explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'],
    });
  });
});

test('a user who signs up says for which tenant; an invited one does not', () => {
  const open = acme({ selfSignUp: true });
  expect(at(open, 'aws_cognito_user_pool.acme_pool').admin_create_user_config).toEqual({
    allow_admin_create_user_only: false,
  });
  expect(at(open, web).write_attributes).toContain('custom:tenant_id');
  const invited = acme({ selfSignUp: false });
  expect(at(invited, 'aws_cognito_user_pool.acme_pool').admin_create_user_config).toEqual({
    allow_admin_create_user_only: true,
  });
  expect(at(invited, web).write_attributes).not.toContain('custom:tenant_id');
  // Never through the probe's client.
  expect(at(open, 'aws_cognito_user_pool_client.acme_probe-client').write_attributes).toEqual(['name']);
});

test("own MFA and token lifetimes replace the environment's", () => {
  const tokens = { accessMinutes: 5, idMinutes: 6, refreshHours: 7 };
  const stack = acme({ mfa: 'ON', tokens });
  expect(at(stack, 'aws_cognito_user_pool.acme_pool').mfa_configuration).toBe('ON');
  expect(at(acme(), 'aws_cognito_user_pool.acme_pool').mfa_configuration).toBe(poolSettings.mfa);
  expect(at(stack, web)).toMatchObject({
    access_token_validity: 5,
    id_token_validity: 6,
    refresh_token_validity: 7,
  });
});

test('a tenant cannot turn MFA off if production asks for it', () => {
  expect(() => cell([tenant('acme', { mfa: 'OFF' })], { production: true })).toThrow(/MFA is required/);
});

describe('branding', () => {
  test("is the tenant's colours on every client of its pool, after the pages' domain", () => {
    const block = at(
      acme({ branding: { primaryColor: '#0b5394', backgroundColor: '#f3f6f9' } }),
      'aws_cognito_user_pool_ui_customization.acme_branding',
    );
    expect(block).toMatchObject({ depends_on: ['aws_cognito_user_pool_domain.acme_domain'] });
    expect(block).not.toHaveProperty('client_id');
    expect(block.css).toContain('.background-customizable { background-color: #f3f6f9; }');
    expect(block.css).toContain('.submitButton-customizable { background-color: #0b5394;');
  });

  test('names only classes that Cognito has', () => {
    const known = ['background', 'submitButton', 'inputField', 'redirect'].map(
      (name) => `${name}-customizable`,
    );
    const css = brandingCss({ primaryColor: '#0b5394', backgroundColor: '#f3f6f9' });
    for (const [, name] of css.matchAll(/\.([\w-]+)/g))
      if (/[a-z]/i.test(name ?? '')) expect(known).toContain(name);
  });

  test('leaves the background alone if no colour is given', () => {
    expect(brandingCss({ primaryColor: '#0b5394' })).not.toContain('background-customizable {');
  });

  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (high + 0.05) / (low + 0.05);
  };

  test('uses black or white text on every colour so that it can be read (WCAG AA, 4.5:1)', () => {
    const colour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(colour, (primaryColor) => {
        const [, text] = brandingCss({ primaryColor }).match(/ color: (#\w{6});/) as [string, string];
        expect(contrast(primaryColor, text)).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 500 },
    );
  });
});

test('a custom domain is created beside the prefix domain, after it, with its certificate', () => {
  const { customDomain } = everyOption.tenants[0] as Tenant;
  const stack = acme({ customDomain });
  expect(at(stack, 'aws_cognito_user_pool_domain.acme_custom-domain')).toMatchObject({
    domain: 'login.acme.example',
    certificate_arn: customDomain?.certificateArn,
    depends_on: ['aws_cognito_user_pool_domain.acme_domain'],
  });
  expect(at(stack, 'aws_cognito_user_pool_domain.acme_domain').domain).toBe('northpay-test-acme');
  expect(stack.output?.['acme_custom-domain-target']).toEqual({
    value: `\${aws_cognito_user_pool_domain.acme_custom-domain.cloudfront_distribution}`,
  });
});

test('a tenant without options has none of these', () => {
  const stack = acme();
  for (const type of ['aws_cognito_identity_provider', 'aws_cognito_user_pool_ui_customization'])
    expect(stack.resource).not.toHaveProperty(type);
  expect(Object.keys(stack.resource.aws_cognito_user_pool_domain ?? {})).toEqual(['acme_domain']);
});
