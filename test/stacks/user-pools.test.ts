import {
  at,
  cell,
  customer,
  environment,
  internal,
  internalSettings,
  machine,
  poolSettings,
  service,
  tenant,
} from './synthesized';

const production = { production: true };
const tenantPool = (changes = {}) => at(cell([tenant('acme')], changes), 'aws_cognito_user_pool.acme_pool');
const customerPool = (changes = {}) => at(customer(changes), 'aws_cognito_user_pool.customer_pool');
const withTenants = (changes: object) => ({ tenants: { ...poolSettings, ...changes } });

describe.each([
  ['tenant', tenantPool],
  ['customer', customerPool],
] as const)('every %s pool', (_, pool) => {
  test('names users by verified email address in any case', () => {
    expect(pool()).toMatchObject({
      username_attributes: ['email'],
      username_configuration: { case_sensitive: false },
      auto_verified_attributes: ['email'],
      user_attribute_update_settings: { attributes_require_verification_before_update: ['email'] },
    });
  });

  test('allows account recovery by verified email only', () => {
    expect(pool().account_recovery_setting.recovery_mechanism).toEqual([
      { name: 'verified_email', priority: 1 },
    ]);
  });

  test('requires every class of character and takes the rest of the password policy from the environment', () => {
    expect(pool().password_policy).toEqual({
      minimum_length: 12,
      password_history_size: 3,
      temporary_password_validity_days: 7,
      require_lowercase: true,
      require_uppercase: true,
      require_numbers: true,
      require_symbols: true,
    });
  });

  test('offers an authenticator app, and no SMS', () => {
    expect(pool()).toMatchObject({
      mfa_configuration: 'OPTIONAL',
      software_token_mfa_configuration: { enabled: true },
    });
    expect(pool()).not.toHaveProperty('sms_configuration');
  });

  test('is unprotected outside production, and protected twice in it', () => {
    expect(pool()).toMatchObject({ deletion_protection: 'INACTIVE', lifecycle: { prevent_destroy: false } });
    expect(pool(production)).toMatchObject({
      deletion_protection: 'ACTIVE',
      lifecycle: { prevent_destroy: true },
    });
  });

  test('does not hide any later change of its schema', () => {
    expect(pool(production).lifecycle).not.toHaveProperty('ignore_changes');
  });

  test('gives up exactly the protection that a relaxation names', () => {
    const reason = 'rebuilt every night by the load test';
    expect(
      pool({ ...production, relaxations: [{ protection: 'deletion-protection', reason }] }),
    ).toMatchObject({ deletion_protection: 'INACTIVE', lifecycle: { prevent_destroy: true } });
    expect(pool({ ...production, relaxations: [{ protection: 'prevent-destroy', reason }] })).toMatchObject({
      deletion_protection: 'ACTIVE',
      lifecycle: { prevent_destroy: false },
    });
  });
});

test('a tenant pool carries an immutable tenant id', () => {
  expect(tenantPool().schema).toEqual([
    {
      name: 'tenant_id',
      attribute_data_type: 'String',
      mutable: false,
      required: false,
      developer_only_attribute: false,
      string_attribute_constraints: { min_length: '1', max_length: '64' },
    },
  ]);
});

test('only an administrator creates users of a tenant; customers sign up by themselves', () => {
  expect(tenantPool().admin_create_user_config).toEqual({ allow_admin_create_user_only: true });
  expect(customerPool().admin_create_user_config).toEqual({ allow_admin_create_user_only: false });
});

test('a remembered device replaces the second factor for customers only, and only if they ask for it', () => {
  expect(customerPool().device_configuration).toEqual({
    challenge_required_on_new_device: true,
    device_only_remembered_on_user_prompt: true,
  });
  expect(tenantPool()).not.toHaveProperty('device_configuration');
});

test('threat protection is enforced on PLUS, and absent where the plan does not have it', () => {
  const plus = cell([tenant('acme')], withTenants({ tier: 'PLUS' }));
  expect(at(plus, 'aws_cognito_user_pool.acme_pool')).toMatchObject({
    user_pool_tier: 'PLUS',
    user_pool_add_ons: { advanced_security_mode: 'ENFORCED' },
  });
  expect(at(plus, 'aws_cognito_risk_configuration.acme_risk')).toMatchObject({
    compromised_credentials_risk_configuration: { actions: { event_action: 'BLOCK' } },
  });
  const essentials = cell([tenant('acme')]);
  expect(at(essentials, 'aws_cognito_user_pool.acme_pool')).not.toHaveProperty('user_pool_add_ons');
  expect(essentials.resource).not.toHaveProperty('aws_cognito_risk_configuration');
});

test.each([
  ['internal', (changes = {}) => internal(internalSettings(), changes)],
  ['machine', (changes = {}) => machine([service('billing')], changes)],
] as const)('the %s pool is protected twice in production', (owner, synthesize) => {
  const address = `aws_cognito_user_pool.${owner}_pool`;
  expect(at(synthesize(production), address)).toMatchObject({
    deletion_protection: 'ACTIVE',
    lifecycle: { prevent_destroy: true },
  });
  expect(at(synthesize(), address)).toMatchObject({ deletion_protection: 'INACTIVE' });
});

describe('MFA', () => {
  const off = withTenants({ mfa: 'OFF' });

  test('follows the environment', () => {
    expect(tenantPool(withTenants({ mfa: 'ON' }))).toMatchObject({ mfa_configuration: 'ON' });
    expect(tenantPool(off)).toMatchObject({ mfa_configuration: 'OFF' });
    expect(tenantPool(off)).not.toHaveProperty('software_token_mfa_configuration');
  });

  test('cannot be off in production', () => {
    expect(() => tenantPool({ ...production, ...off })).toThrow(/test-tenant-acme.*MFA is required/);
  });

  test('can be off in production with a relaxation', () => {
    const relaxations = [{ protection: 'mfa' as const, reason: 'its identity provider asks for it already' }];
    expect(tenantPool({ ...production, ...off, relaxations })).toMatchObject({ mfa_configuration: 'OFF' });
  });
});

test('names of pools and domains contain environment and owner', () => {
  const { organization, name } = environment();
  expect(tenantPool().name).toBe(`${name}-tenant-acme`);
  expect(at(cell([tenant('acme')]), 'aws_cognito_user_pool_domain.acme_domain').domain).toBe(
    `${organization}-${name}-acme`,
  );
  expect(at(customer(), 'aws_cognito_user_pool_domain.customer_domain').domain).toBe(
    `${organization}-${name}-customer`,
  );
});
