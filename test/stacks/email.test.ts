import type { Environment } from '../../environments/schema';
import type { Statement } from '../../stacks/permissions/document';
import {
  at,
  cell,
  customer,
  email,
  emailSender,
  environment,
  foundation,
  internal,
  machine,
  type Synthesized,
  service,
  tenant,
} from './synthesized';

const region = 'eu-central-1';
const defaultSender = { email_sending_account: 'COGNITO_DEFAULT' };
const of = (stack: Synthesized, address: string) =>
  at(stack, `aws_cognito_user_pool.${address}`).email_configuration;
const tenantMail = (changes: Partial<Environment> = {}) => of(cell([tenant('acme')], changes), 'acme_pool');
const customerMail = (changes: Partial<Environment> = {}) => of(customer(changes), 'customer_pool');
const sender = (changes: Parameters<typeof emailSender>[0]) => ({
  email: { [region]: emailSender(changes) },
});

describe.each([
  ['tenant', tenantMail, 'cells-a', '222222222222'],
  ['customer', customerMail, 'identity', '111111111111'],
] as const)('a %s pool', (_, mail, account, id) => {
  test('sends mail from the SES identity of its own account and region', () => {
    expect(mail()).toEqual({
      email_sending_account: 'DEVELOPER',
      source_arn: `arn:aws:ses:${region}:${id}:identity/auth.northpay.example`,
      from_email_address: 'NorthPay <no-reply@auth.northpay.example>',
      reply_to_email_address: 'support@northpay.example',
      configuration_set: 'test-identity',
    });
  });

  test('sends mail from what already exists, without what is left out', () => {
    const bare = {
      identity: { existing: 'no-reply@northpay.example' },
      from: 'no-reply@northpay.example',
      fromName: undefined,
      replyTo: undefined,
      configurationSet: undefined,
    };
    expect(mail(sender(bare))).toEqual({
      email_sending_account: 'DEVELOPER',
      source_arn: `arn:aws:ses:${region}:${id}:identity/no-reply@northpay.example`,
      from_email_address: 'no-reply@northpay.example',
    });
    expect(mail(sender({ configurationSet: { existing: 'shared' } })).configuration_set).toBe('shared');
  });

  test("keeps Cognito's own sender while its account awaits DNS, whatever other accounts do", () => {
    expect(mail(sender({ awaitingDns: [account] }))).toEqual(defaultSender);
    expect(
      mail(sender({ awaitingDns: ['identity', 'cells-a'].filter((other) => other !== account) })),
    ).toMatchObject({ email_sending_account: 'DEVELOPER' });
    expect(mail({ email: undefined })).toEqual(defaultSender);
  });

  test("never gets Cognito's own sender in production, unless that protection is given up", () => {
    const production = { production: true, tenants: { ...environment().tenants, mfa: 'ON' as const } };
    expect(() => mail({ ...production, email: undefined })).toThrow("would mail from Cognito's own sender");
    const relaxations = [{ protection: 'email-sender' as const, reason: 'DNS is on its way' }];
    expect(mail({ ...production, email: undefined, relaxations })).toEqual(defaultSender);
  });
});

test('pools without anyone to write to name no identity', () => {
  expect(of(internal(), 'internal_pool')).toEqual(defaultSender);
  expect(of(machine([service('billing')]), 'machine_pool')).toEqual(defaultSender);
});

describe('the email stack', () => {
  const identity = 'aws_sesv2_email_identity.identity';
  const stack = email();

  test('creates a domain identity with Easy DKIM', () => {
    expect(at(stack, identity)).toMatchObject({
      email_identity: 'auth.northpay.example',
      dkim_signing_attributes: { next_signing_key_length: 'RSA_2048_BIT' },
      lifecycle: { prevent_destroy: false },
    });
    expect(at(email({ production: true }), identity).lifecycle).toEqual({ prevent_destroy: true });
  });

  test('creates a configuration set that requires TLS for codes and suppresses bad addresses', () => {
    expect(at(stack, 'aws_sesv2_configuration_set.configuration-set')).toMatchObject({
      configuration_set_name: 'test-identity',
      delivery_options: { tls_policy: 'REQUIRE' },
      reputation_options: { reputation_metrics_enabled: true },
      suppression_options: { suppressed_reasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });

  test.each([
    [region, 'dkim.amazonses.com'],
    ['eu-south-1', 'dkim.eu-south-1.amazonses.com'],
  ])('shows the three DNS records that verify the identity in %s', (place, zone) => {
    const made = email({ email: { [place]: emailSender() } }, { region: place });
    const token = (index: number) => `\${element(${identity}.dkim_signing_attributes[0].tokens, ${index})}`;
    expect(made.output?.dkim_records).toEqual({
      value: [0, 1, 2].map((index) => ({
        name: `${token(index)}._domainkey.auth.northpay.example`,
        type: 'CNAME',
        value: `${token(index)}.${zone}`,
      })),
    });
  });

  test('creates nothing that already exists', () => {
    const only = (changes: Parameters<typeof emailSender>[0]) => Object.keys(email(sender(changes)).resource);
    expect(only({ identity: { existing: 'auth.northpay.example' } })).toEqual([
      'aws_sesv2_configuration_set',
    ]);
    expect(only({ configurationSet: { existing: 'shared' } })).toEqual(['aws_sesv2_email_identity']);
    expect(only({ configurationSet: undefined })).toEqual(['aws_sesv2_email_identity']);
  });
});

describe('rights', () => {
  const statementsOf = (account: string, role: string, changes: Partial<Environment> = {}): Statement[] =>
    Object.entries(foundation(account, changes).resource.aws_iam_policy ?? {})
      .filter(([name]) => name.startsWith(`${role}_`))
      .flatMap(([, block]) => JSON.parse(String(block.policy)).Statement);
  const ofEmail = (statements: Statement[]) =>
    statements.filter(
      ({ Action, Sid }) => Action?.some((action) => action.startsWith('ses:')) || Sid === 'CreateEmailRole',
    );

  test('cover exactly the created identity and set, and the role that Cognito sends with', () => {
    const statements = ofEmail(statementsOf('identity', 'deploy'));
    const named = [
      'arn:aws:ses:*:111111111111:identity/auth.northpay.example',
      'arn:aws:ses:*:111111111111:configuration-set/test-identity',
    ];
    const role =
      'arn:aws:iam::111111111111:role/aws-service-role/email.cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdpEmailService';
    expect(new Set(statements.flatMap(({ Resource }) => Resource ?? []))).toEqual(new Set([...named, role]));
    expect(statements.find(({ Sid }) => Sid === 'CreateEmailRole')).toMatchObject({
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: [role],
      Condition: { StringEquals: { 'iam:AWSServiceName': 'email.cognito-idp.amazonaws.com' } },
    });
    expect(
      ofEmail(statementsOf('identity', 'plan'))
        .flatMap(({ Action }) => Action ?? [])
        .sort(),
    ).toEqual([
      'ses:GetConfigurationSet',
      'ses:GetEmailIdentity',
      'ses:ListTagsForResource',
      'ses:ListTagsForResource',
    ]);
  });

  test('let no one send mail', () => {
    for (const role of ['deploy', 'plan', 'operate'])
      for (const { Action = [] } of statementsOf('identity', role))
        expect(Action.join()).not.toMatch(/ses:Send/);
  });

  test('are none for SES if it already exists, and none at all if nothing sends mail', () => {
    const existing = sender({
      identity: { existing: 'auth.northpay.example' },
      configurationSet: { existing: 'shared' },
    });
    expect(ofEmail(statementsOf('identity', 'deploy', existing)).map(({ Sid }) => Sid)).toEqual([
      'CreateEmailRole',
    ]);
    expect(ofEmail(statementsOf('identity', 'plan', existing))).toEqual([]);
    expect(ofEmail(statementsOf('identity', 'deploy', { email: undefined }))).toEqual([]);
    const staff = { accounts: { identity: { id: '111111111111', flows: ['internal' as const] } }, cells: {} };
    expect(ofEmail(statementsOf('identity', 'deploy', staff))).toEqual([]);
  });

  test('never delete an identity in production: mail would stop until a new one is verified', () => {
    const denied = (changes: Partial<Environment>) =>
      statementsOf('identity', 'deploy', changes)
        .filter(({ Effect }) => Effect === 'Deny')
        .filter(({ Action }) => Action?.includes('ses:DeleteEmailIdentity'));
    expect(denied({ production: true })).toMatchObject([
      { Resource: ['arn:aws:ses:*:111111111111:identity/auth.northpay.example'] },
    ]);
    expect(denied({})).toEqual([]);
  });
});
