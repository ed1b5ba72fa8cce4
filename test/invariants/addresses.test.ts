import { realEnvironment, resourcesOf, synthesize } from './fleet';

const stateful = [
  'aws_cognito_user_pool',
  'aws_dynamodb_table',
  'aws_verifiedpermissions_policy_store',
  'aws_kms_key',
  'aws_s3_bucket',
];

test('addresses of all that holds state are these; a move needs a recorded `moved` entry', () => {
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
  const foundation = ['aws_kms_key.state-key_key', 'aws_s3_bucket.state_bucket'];
  const customer = [
    'aws_cognito_user_pool.customer_pool',
    'aws_verifiedpermissions_policy_store.customer_store',
  ];
  const cell = [
    'aws_cognito_user_pool.acme_pool',
    'aws_cognito_user_pool.globex_pool',
    'aws_cognito_user_pool.initech_pool',
    'aws_verifiedpermissions_policy_store.acme_store',
    'aws_verifiedpermissions_policy_store.globex_store',
    'aws_verifiedpermissions_policy_store.initech_store',
  ];
  expect(addresses).toEqual({
    'dev-identity-eu-central-1-foundation': foundation,
    'dev-identity-eu-central-1-customer': customer,
    'dev-identity-eu-west-1-customer': customer,
    'dev-cells-a-eu-central-1-foundation': foundation,
    'dev-cells-a-eu-central-1-data': [
      'aws_dynamodb_table.tenant-registry_table',
      'aws_dynamodb_table.tenant-users_table',
    ],
    'dev-cells-a-eu-central-1-cell-01': cell,
    // Initech has a custom domain, so it stands in one region only.
    'dev-cells-a-eu-west-1-cell-01': cell.filter((address) => !address.includes('initech')),
  });
});
