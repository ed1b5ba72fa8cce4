import { realEnvironment, resourcesOf, synthesize } from './fleet';

const stateful = [
  // A new API has a different endpoint, which every caller would have to switch to.
  'aws_apigatewayv2_api',
  'aws_cognito_identity_pool',
  'aws_cognito_user_pool',
  'aws_dynamodb_table',
  'aws_dynamodb_table_replica',
  'aws_verifiedpermissions_policy_store',
  'aws_kms_key',
  // A new identity must be verified again.
  'aws_sesv2_email_identity',
  'aws_s3_bucket',
  // IAM allows a second one for an issuer only when the first is gone, and with it the pipelines' access.
  'aws_iam_openid_connect_provider',
];

test('everything that holds state has these addresses; a move needs a recorded `moved` entry', () => {
  const stacks = synthesize(realEnvironment('dev'));
  const addresses = Object.fromEntries(
    [...stacks].map(([id, stack]) => [
      id,
      resourcesOf([stack])
        .filter(({ type }) => stateful.includes(type))
        .map(({ address }) => address)
        .sort(),
    ]),
  );
  const foundation = [
    'aws_iam_openid_connect_provider.ci_provider',
    'aws_kms_key.state-key_key',
    'aws_s3_bucket.state_bucket',
  ];
  const flow = (name: string) =>
    [
      ...(name === 'machine' ? [] : [`aws_cognito_identity_pool.${name}_identity_pool`]),
      `aws_cognito_user_pool.${name}_pool`,
      // A service's own.
      ...(name === 'machine' ? ['aws_verifiedpermissions_policy_store.machine_service-reporting_store'] : []),
      `aws_verifiedpermissions_policy_store.${name}_store`,
    ].sort();
  const cell = [
    'aws_cognito_user_pool.acme_pool',
    'aws_cognito_user_pool.globex_pool',
    'aws_cognito_user_pool.initech_pool',
    'aws_verifiedpermissions_policy_store.acme_store',
    'aws_verifiedpermissions_policy_store.globex_store',
    'aws_verifiedpermissions_policy_store.initech_store',
  ];
  const edge = ['aws_apigatewayv2_api.api'];
  expect(addresses).toEqual({
    'dev-identity-eu-central-1-foundation': foundation,
    'dev-identity-eu-central-1-data': [
      'aws_dynamodb_table.flow-registry_table',
      'aws_dynamodb_table.internal-users_table',
      'aws_dynamodb_table.services_table',
      'aws_dynamodb_table_replica.flow-registry_replica-eu-west-1',
      'aws_dynamodb_table_replica.internal-users_replica-eu-west-1',
      'aws_dynamodb_table_replica.services_replica-eu-west-1',
    ],
    'dev-identity-eu-central-1-customer': flow('customer'),
    'dev-identity-eu-central-1-internal': flow('internal'),
    'dev-identity-eu-central-1-machine': flow('machine'),
    'dev-identity-eu-west-1-customer': flow('customer'),
    'dev-identity-eu-west-1-internal': flow('internal'),
    'dev-identity-eu-west-1-machine': flow('machine'),
    'dev-identity-eu-central-1-edge': edge,
    'dev-identity-eu-west-1-edge': edge,
    'dev-cells-a-eu-central-1-foundation': foundation,
    'dev-cells-a-eu-central-1-data': [
      'aws_dynamodb_table.tenant-registry_table',
      'aws_dynamodb_table.tenant-users_table',
      'aws_dynamodb_table_replica.tenant-registry_replica-eu-west-1',
      'aws_dynamodb_table_replica.tenant-users_replica-eu-west-1',
    ],
    'dev-cells-a-eu-central-1-edge': edge,
    'dev-cells-a-eu-west-1-edge': edge,
    'dev-cells-a-eu-central-1-cell-01': cell,
    // Initech has a custom domain, so it is in one region only.
    'dev-cells-a-eu-west-1-cell-01': cell.filter((address) => !address.includes('initech')),
  });
});

test('if an e-mail identity is created, it has this address in each account and region with pools that send mail', () => {
  const stacks = [...synthesize(realEnvironment('staging')).values()];
  const named = resourcesOf(stacks, 'aws_sesv2_email_identity');
  expect(named.map(({ stack, address }) => `${stack.id} ${address}`).sort()).toEqual(
    [
      'staging-cells-a-eu-central-1',
      'staging-cells-a-eu-west-1',
      'staging-cells-b-eu-central-1',
      'staging-cells-b-eu-west-1',
      'staging-identity-eu-central-1',
      'staging-identity-eu-west-1',
    ].map((target) => `${target}-email aws_sesv2_email_identity.identity`),
  );
});

test('clients, providers and roles are known by these addresses', () => {
  const stacks = synthesize(realEnvironment('dev'));
  const named = (stack: string, ...types: string[]) =>
    resourcesOf([stacks.get(stack) as never])
      .filter(({ type }) => types.includes(type))
      .map(({ address }) => address)
      .sort();
  const [client, provider] = ['aws_cognito_user_pool_client', 'aws_cognito_identity_provider'] as const;
  // For a provider with a secret: its function gets it.
  const managed = 'aws_lambda_invocation';
  // A client that moves is a new client, with another id in every application that knows it.
  expect(named('dev-identity-eu-central-1-customer', client, provider, managed)).toEqual([
    `${client}.customer_probe-client`,
    `${client}.customer_web-client`,
    `${managed}.customer_idp-google`,
  ]);
  expect(named('dev-identity-eu-central-1-internal', client, provider, managed)).toEqual([
    `${client}.internal_web-client`,
    `${managed}.internal_idp-okta-oidc`,
  ]);
  expect(named('dev-identity-eu-central-1-machine', client)).toEqual(
    ['billing', 'legacy-export', 'reporting'].map((id) => `${client}.machine_service-${id}_client`),
  );
  expect(named('dev-cells-a-eu-central-1-cell-01', client, provider, managed)).toEqual([
    `${provider}.acme_idp-tenant-saml`,
    ...['acme', 'globex', 'initech'].flatMap((id) => [
      `${client}.${id}_probe-client`,
      `${client}.${id}_web-client`,
    ]),
    `${managed}.globex_idp-tenant-oidc`,
  ]);
});
