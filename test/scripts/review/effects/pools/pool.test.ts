import fc from 'fast-check';
import { pool } from '../full';
import { edit, effects, ids, seesWeakening, type Weakening } from '../planned';

const type = 'aws_cognito_user_pool';
const weakenings: Weakening[] = [
  ['mfa_configuration', 'ON', 'OPTIONAL', 'mfa-lowered', 'MFA would be OPTIONAL, now ON'],
  ['mfa_configuration', 'ON', null, 'mfa-lowered', 'MFA would be OFF, now ON'],
  ['mfa_configuration', 'OPTIONAL', 'OFF', 'mfa-lowered', 'MFA would be OFF, now OPTIONAL'],
  [
    'web_authn_configuration.user_verification',
    'required',
    'preferred',
    'mfa-lowered',
    'verification of the user of a passkey would be preferred, now required',
  ],
  [
    'email_mfa_configuration',
    [],
    [{ message: null, subject: null }],
    'mfa-lowered',
    'second factors would be authenticator app and email, now authenticator app',
  ],
  [
    'sms_configuration',
    [],
    [{ external_id: 'x' }],
    'mfa-lowered',
    'second factors would be authenticator app and text message, now authenticator app',
  ],
  [
    'software_token_mfa_configuration',
    [{ enabled: true }],
    [],
    'mfa-lowered',
    'second factors would be none, now authenticator app',
  ],
  [
    'device_configuration',
    [],
    [{ challenge_required_on_new_device: true, device_only_remembered_on_user_prompt: true }],
    'mfa-lowered',
    'devices that users choose would stand for the second factor, now no device',
  ],
  [
    'device_configuration',
    [{ challenge_required_on_new_device: true, device_only_remembered_on_user_prompt: true }],
    [{ challenge_required_on_new_device: true, device_only_remembered_on_user_prompt: false }],
    'mfa-lowered',
    'every device would stand for the second factor, now devices that users choose',
  ],
  ['user_pool_tier', 'PLUS', 'ESSENTIALS', 'tier-lowered', 'the plan would be ESSENTIALS, now PLUS'],
  ['user_pool_tier', 'ESSENTIALS', 'LITE', 'tier-lowered', 'the plan would be LITE, now ESSENTIALS'],
  [
    'deletion_protection',
    'ACTIVE',
    'INACTIVE',
    'protection-lowered',
    'deletion protection would be INACTIVE, now ACTIVE',
  ],
  [
    'deletion_protection',
    'ACTIVE',
    null,
    'protection-lowered',
    'deletion protection would be INACTIVE, now ACTIVE',
  ],
  [
    'password_policy.minimum_length',
    14,
    12,
    'password-weakened',
    'passwords would have at least 12 characters, now 14',
  ],
  [
    'password_policy.password_history_size',
    24,
    1,
    'password-weakened',
    '1 earlier password would be refused, now 24',
  ],
  [
    'password_policy.require_symbols',
    true,
    false,
    'password-weakened',
    'passwords would no longer need symbols',
  ],
  ['password_policy.require_numbers', true, null, 'password-weakened', /no longer need digits/],
  [
    'password_policy.require_lowercase',
    true,
    false,
    'password-weakened',
    /no longer need lower-case letters/,
  ],
  [
    'password_policy.require_uppercase',
    true,
    false,
    'password-weakened',
    /no longer need upper-case letters/,
  ],
  [
    'password_policy.temporary_password_validity_days',
    1,
    30,
    'password-weakened',
    'a first password would be good for 30 days, now 1',
  ],
  [
    'password_policy.temporary_password_validity_days',
    1,
    null,
    'password-weakened',
    'a first password would be good for 7 days, now 1',
  ],
  [
    'admin_create_user_config.allow_admin_create_user_only',
    true,
    false,
    'self-sign-up-opened',
    'anyone could sign up, now only users created by an administrator',
  ],
  [
    'admin_create_user_config',
    [{ allow_admin_create_user_only: true }],
    [],
    'self-sign-up-opened',
    /sign up/,
  ],
  [
    'account_recovery_setting.recovery_mechanism',
    [{ name: 'admin_only', priority: 1 }],
    [{ name: 'verified_email', priority: 1 }],
    'account-recovery-wider',
    'a forgotten password could be reset by verified_email, and not before',
  ],
  [
    'account_recovery_setting',
    [{ recovery_mechanism: [{ name: 'verified_email', priority: 1 }] }],
    [],
    'account-recovery-wider',
    'a forgotten password could be reset by verified_phone_number, and not before',
  ],
  [
    'sign_in_policy.allowed_first_auth_factors',
    ['PASSWORD'],
    ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'],
    'auth-flows-wider',
    'users could sign in with EMAIL_OTP and SMS_OTP alone',
  ],
  [
    'auto_verified_attributes',
    ['email'],
    [],
    'verification-weakened',
    'email would no longer be verified by a code',
  ],
  [
    'user_attribute_update_settings',
    [{ attributes_require_verification_before_update: ['email'] }],
    [],
    'verification-weakened',
    'a new email would count before it is verified',
  ],
  [
    'email_configuration.email_sending_account',
    'DEVELOPER',
    'COGNITO_DEFAULT',
    'sender-lowered',
    "mails would come from Cognito's own sender, now from SES",
  ],
  [
    'user_pool_add_ons.advanced_security_mode',
    'ENFORCED',
    'AUDIT',
    'threat-protection-lowered',
    'threat protection would be AUDIT, now ENFORCED',
  ],
  [
    'user_pool_add_ons',
    [{ advanced_security_mode: 'AUDIT' }],
    [],
    'threat-protection-lowered',
    /OFF, now AUDIT/,
  ],
  [
    'user_pool_add_ons.advanced_security_additional_flows',
    [{ custom_auth_mode: 'ENFORCED' }],
    [],
    'threat-protection-lowered',
    /custom authentication/,
  ],
];

test.each(weakenings)('%s from %j to %j', (...row) => seesWeakening(type, pool, row));

test('a passkey beside the password is not a weaker way to sign in', () => {
  const before = edit(pool, 'sign_in_policy.allowed_first_auth_factors', ['PASSWORD']);
  expect(effects(type, before, pool)).toEqual([]);
});

test('while MFA is off, or being turned on, second factors do not matter', () => {
  const off = edit(pool, 'mfa_configuration', 'OFF');
  const sms = edit(off, 'sms_configuration', [{ external_id: 'x' }]);
  expect(effects(type, off, sms)).toEqual([]);
  expect(effects(type, off, edit(sms, 'mfa_configuration', 'OPTIONAL'))).toEqual([]);
});

test('a text message instead of the authenticator app weakens MFA, the reverse does not', () => {
  const sms = edit(edit(pool, 'software_token_mfa_configuration', []), 'sms_configuration', [
    { external_id: 'x' },
  ]);
  expect(ids(type, pool, sms)).toEqual(['mfa-lowered']);
  expect(ids(type, sms, pool)).toEqual([]);
});

const attribute = (name: string, more: object = {}) => ({
  attribute_data_type: 'String',
  developer_only_attribute: false,
  mutable: true,
  name,
  required: false,
  ...more,
});

test.each([
  ['added', [attribute('a')], [attribute('a'), attribute('b')], 'attribute b would be added permanently'],
  [
    'removed',
    [attribute('a'), attribute('b')],
    [attribute('a')],
    /b would be removed, which Cognito cannot do/,
  ],
  [
    'changed',
    [attribute('a')],
    [attribute('a', { mutable: false })],
    /a would be changed, which Cognito cannot do/,
  ],
  [
    'shortened',
    [attribute('a', { string_attribute_constraints: [{ max_length: '64', min_length: '1' }] })],
    [attribute('a', { string_attribute_constraints: [{ max_length: '32', min_length: '1' }] })],
    /a would be changed/,
  ],
])('an attribute that is %s changes the schema', (_, before, after, what) => {
  expect(effects(type, edit(pool, 'schema', before), edit(pool, 'schema', after))).toEqual([
    {
      id: 'schema-changed',
      what: typeof what === 'string' ? what : expect.stringMatching(what),
      path: 'schema',
    },
  ]);
});

test('an attribute that is written differently but means the same is not a change', () => {
  const before = edit(pool, 'schema', [attribute('a', { number_attribute_constraints: [] })]);
  const after = edit(pool, 'schema', [
    { name: 'a', attribute_data_type: 'String', mutable: true, developer_only_attribute: null },
  ]);
  expect(effects(type, before, after)).toEqual([]);
});

test.each([
  ['username_attributes', ['email'], ['email', 'phone_number'], 'email and phone_number, now email'],
  ['alias_attributes', null, ['email'], 'email, now nothing'],
  ['username_configuration.case_sensitive', false, true, 'true, now false'],
  ['username_configuration', [{ case_sensitive: true }], [], 'nothing, now true'],
  ['name', 'prod-a', 'prod-b', 'prod-b, now prod-a'],
])('%s requires another pool', (path, before, after, what) => {
  const [old, next] = [edit(pool, path, before), edit(pool, path, after)];
  for (const [from, to] of [
    [old, next],
    [next, old],
  ] as const)
    expect(ids(type, from, to, { action: 'replace' })).toEqual(['immutable-changed']);
  expect(effects(type, old, next)[0]?.what).toContain(what);
});

test('anything else that forces another pool is reported, but once, and the schema by its own rule', () => {
  const renamed = edit(pool, 'name', 'prod-b');
  const replacedBy = ['name', 'schema', 'sovereignty'];
  expect(effects(type, pool, renamed, { action: 'replace', replacedBy }).map(({ path }) => path)).toEqual([
    'name',
    'sovereignty',
  ]);
});

test('passkeys are lost with their domain name, in whichever direction it changes', () => {
  const path = 'web_authn_configuration.relying_party_id';
  expect(effects(type, pool, edit(pool, path, 'login.example'))).toEqual([
    { id: 'passkeys-lost', what: 'passkeys would belong to login.example, now auth.example', path },
  ]);
});

test('numbers of a password policy are weaker in exactly one direction', () => {
  const rows = [
    ['minimum_length', -1],
    ['password_history_size', -1],
    ['temporary_password_validity_days', 1],
  ] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...rows),
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 99 }),
      (row, x, y) => {
        const [field, worse] = row;
        const at = (value: number) => edit(pool, `password_policy.${field}`, value);
        expect(ids(type, at(x), at(y))).toEqual(Math.sign(y - x) === worse ? ['password-weakened'] : []);
      },
    ),
  );
});
