import fc from 'fast-check';
import { checkClient, describeClient, lifetimes } from '../../../local/cognito/pools/client-settings';
import {
  newSchema,
  standardAttributes,
  withCustomAttributes,
} from '../../../local/cognito/pools/pool-schema';
import { describeSettings } from '../../../local/cognito/pools/pool-settings';
import { checkFlow } from '../../../local/cognito/sign-in/flow-rules';
import { checkPasswordPolicy, randomPassword } from '../../../local/cognito/users/password-policy';
import { checkAttributes, checkWritable } from '../../../local/cognito/users/user-attributes';

describe('pools', () => {
  test('what is left out gets the default, also on update', () => {
    expect(describeSettings({})).toMatchObject({
      UserPoolTier: 'ESSENTIALS',
      DeletionProtection: 'INACTIVE',
      MfaConfiguration: 'OFF',
      Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true } },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    });
  });

  test('a policy that is given requires only what it names', () => {
    const Policies = { PasswordPolicy: { MinimumLength: 12, RequireNumbers: true } };
    expect(describeSettings({ Policies }).Policies?.PasswordPolicy).toMatchObject({
      MinimumLength: 12,
      RequireNumbers: true,
      RequireSymbols: false,
      TemporaryPasswordValidityDays: 7,
    });
  });

  test('the old and new names of the hook mirror each other, and must agree', () => {
    expect(describeSettings({ LambdaConfig: { PreTokenGeneration: 'f' } }).LambdaConfig).toEqual({
      PreTokenGeneration: 'f',
      PreTokenGenerationConfig: { LambdaArn: 'f', LambdaVersion: 'V1_0' },
    });
    const config = { LambdaArn: 'f', LambdaVersion: 'V2_0' as const };
    expect(describeSettings({ LambdaConfig: { PreTokenGenerationConfig: config } }).LambdaConfig).toEqual({
      PreTokenGeneration: 'f',
      PreTokenGenerationConfig: config,
    });
    const LambdaConfig = { PreTokenGeneration: 'g', PreTokenGenerationConfig: config };
    expect(() => describeSettings({ LambdaConfig })).toThrow('same function');
  });

  test.each([
    ['ESSENTIALS', { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } }],
    ['LITE', { LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: 'f', LambdaVersion: 'V2_0' } } }],
    ['LITE', { Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } }],
  ] as const)('%s does not include %j', (UserPoolTier, given) => {
    expect(() => describeSettings({ UserPoolTier, ...given })).toThrow(
      `not available in the ${UserPoolTier}`,
    );
    expect(describeSettings({ UserPoolTier: 'PLUS', ...given }).UserPoolTier).toBe('PLUS');
  });

  test('the schema keeps every standard attribute and adds custom ones once', () => {
    const schema = newSchema([{ Name: 'tenant_id', AttributeDataType: 'String', Mutable: false }]);
    expect(schema).toHaveLength(standardAttributes.length + 1);
    expect(schema.at(-1)).toMatchObject({ Name: 'custom:tenant_id', Mutable: false, Required: false });
    const again = { Name: 'tenant_id', AttributeDataType: 'String' as const };
    expect(() => withCustomAttributes(schema, [again])).toThrow('Existing attribute');
    expect(() => newSchema([{ ...again, Required: true }])).toThrow('Required custom attributes');
  });
});

describe('clients', () => {
  const names = {
    attributes: ['email', 'custom:tenant_id'],
    requiredAttributes: [],
    scopes: ['orders/read'],
    providers: [],
  };
  const check = (given: Parameters<typeof checkClient>[0], secret = false) =>
    checkClient(given, names, secret, 'creating');

  test("have lifetimes in their own units, and AWS's defaults otherwise", () => {
    expect(lifetimes({})).toEqual({ access: 3600, id: 3600, refresh: 2_592_000 });
    const units = { AccessToken: 'minutes', IdToken: 'seconds', RefreshToken: 'hours' } as const;
    const given = { AccessTokenValidity: 5, IdTokenValidity: 600, RefreshTokenValidity: 2 };
    expect(lifetimes({ ...given, TokenValidityUnits: units })).toEqual({
      access: 300,
      id: 600,
      refresh: 7200,
    });
  });

  test.each([
    [
      'an access token of a minute',
      { AccessTokenValidity: 1, TokenValidityUnits: { AccessToken: 'minutes' } },
    ],
    ['an unknown scope', { AllowedOAuthScopes: ['orders/delete'] }],
    ['an attribute that the pool lacks', { WriteAttributes: ['custom:other'] }],
    ['an unknown provider', { SupportedIdentityProviders: ['okta'] }],
    ['client credentials without a secret', { AllowedOAuthFlows: ['client_credentials'] }],
    ['a callback over plain HTTP', { CallbackURLs: ['http://app.example.com/'] }],
    ['plain HTTP on a host like localhost', { CallbackURLs: ['http://localhost.example.com/'] }],
    ['plain HTTP on another loopback address', { LogoutURLs: ['http://127.0.0.2/'] }],
    ['a fragment', { CallbackURLs: ['https://app.example.com/#in'] }],
    ['a relative callback', { CallbackURLs: ['/in'] }],
    ['a script as a callback', { CallbackURLs: ['javascript:alert(1)'] }],
    ['a script behind two slashes', { CallbackURLs: ['javascript://%0Aalert(1)'] }],
    ['a blank in a callback', { LogoutURLs: ['myapp://signed in'] }],
    ['a callback too long', { CallbackURLs: [`https://app.example.com/${'x'.repeat(1001)}`] }],
    ['too many callbacks', { CallbackURLs: Array.from({ length: 101 }, (_, i) => `myapp://${i}`) }],
    ['old and new names of flows', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_USER_SRP_AUTH'] }],
    [
      'rotation beside the plain refresh flow',
      { RefreshTokenRotation: { Feature: 'ENABLED' }, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] },
    ],
  ] as [string, Parameters<typeof checkClient>[0]][])('refuse %s', (_, given) => {
    expect(() => check({ ...given })).toThrow();
  });

  test('accept what the stacks set', () => {
    expect(() =>
      check({
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'orders/read'],
        CallbackURLs: [
          'https://app.example.com/',
          'http://localhost:3000/',
          'http://127.0.0.1:8080/in',
          'http://[::1]',
          'myapp://signed-in',
        ],
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        SupportedIdentityProviders: ['COGNITO'],
        WriteAttributes: ['email'],
      }),
    ).not.toThrow();
    expect(describeClient({})).toMatchObject({ EnableTokenRevocation: true, AuthSessionValidity: 3 });
  });

  test('allow SRP and refresh if no flow is named', () => {
    expect(() => checkFlow('USER_SRP_AUTH', 'user', {})).not.toThrow();
    expect(() => checkFlow('REFRESH_TOKEN_AUTH', 'user', {})).not.toThrow();
    expect(() => checkFlow('USER_PASSWORD_AUTH', 'user', {})).toThrow('not enabled');
    expect(() => checkFlow('CUSTOM_AUTH', 'user', {})).toThrow('not supported');
    const probe = { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH' as const] };
    expect(() => checkFlow('ADMIN_USER_PASSWORD_AUTH', 'admin', probe)).not.toThrow();
    expect(() => checkFlow('ADMIN_USER_PASSWORD_AUTH', 'user', probe)).toThrow('not supported');
    expect(() => checkFlow('REFRESH_TOKEN_AUTH', 'admin', probe)).toThrow('not enabled');
  });
});

describe('users', () => {
  test('a generated password satisfies every policy of its length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 99 }), (MinimumLength) => {
        const policy = {
          MinimumLength,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        };
        expect(() => checkPasswordPolicy(policy, randomPassword(MinimumLength))).not.toThrow();
      }),
    );
  });

  test.each([
    ['Aa1!', 'not long enough'],
    ['aaaaaa1!', 'uppercase'],
    ['AAAAAA1!', 'lowercase'],
    ['AaAaAaA!', 'numeric'],
    ['AaAaAa11', 'symbol'],
  ])('%s is refused: %s', (password, why) => {
    const policy = {
      MinimumLength: 8,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
    };
    expect(() => checkPasswordPolicy(policy, password)).toThrow(why);
  });

  const schema = newSchema([
    {
      Name: 'tenant_id',
      AttributeDataType: 'String',
      Mutable: false,
      StringAttributeConstraints: { MinLength: '1', MaxLength: '5' },
    },
    {
      Name: 'age',
      AttributeDataType: 'Number',
      NumberAttributeConstraints: { MinValue: '0', MaxValue: '150' },
    },
  ]);

  test('immutable attributes can be set only at creation', () => {
    expect(() => checkAttributes(schema, { 'custom:tenant_id': 'acme' }, 'creation')).not.toThrow();
    expect(() => checkAttributes(schema, { 'custom:tenant_id': 'acme' }, 'update')).toThrow(
      'cannot be updated',
    );
    expect(() => checkAttributes(schema, { sub: 'x' }, 'creation')).toThrow('cannot be updated');
  });

  test.each<Record<string, string>>([
    { 'custom:tenant_id': 'too-long' },
    { 'custom:age': '151' },
    { 'custom:age': 'old' },
    { email_verified: 'yes' },
    { nobody: 'knows' },
  ])('%j does not fit the schema', (given) => {
    expect(() => checkAttributes(schema, given, 'creation')).toThrow();
  });

  test('a client writes only what it may, and never a verified flag', () => {
    expect(() => checkWritable(['email'], { email: 'a@example.com' })).not.toThrow();
    expect(() => checkWritable(['email'], { name: 'A' })).toThrow('unauthorized attribute');
    expect(() => checkWritable(undefined, { name: 'A' })).not.toThrow();
    expect(() => checkWritable(undefined, { email_verified: 'true' })).toThrow('unauthorized attribute');
  });
});
