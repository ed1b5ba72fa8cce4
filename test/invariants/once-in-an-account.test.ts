import { resourcesOf } from './fleet';
import { stacks } from './rights';

// What a stack creates must not conflict with what its account already has: docs/accounts.md.

/** What an account, or a region of it, identifies by name: resource type → the argument that names it. */
const named: Record<string, string> = {
  aws_cloudwatch_log_group: 'name',
  aws_cloudwatch_metric_alarm: 'alarm_name',
  aws_cognito_user_pool_domain: 'domain',
  aws_dynamodb_table: 'name',
  aws_iam_policy: 'name',
  aws_iam_role: 'name',
  aws_kms_alias: 'name',
  aws_lambda_function: 'function_name',
  aws_s3_bucket: 'bucket',
};

/** What an account has only once. */
const once = ['aws_iam_openid_connect_provider'];

/** Named by the environment file, which says whether it is created or already exists (`email.<region>`). */
const chosen = ['aws_sesv2_configuration_set', 'aws_sesv2_email_identity'];

/** Identified by an id that AWS generates, or part of something of ours. */
const own = [
  'aws_apigatewayv2_api',
  'aws_apigatewayv2_authorizer',
  'aws_apigatewayv2_integration',
  'aws_apigatewayv2_route',
  'aws_apigatewayv2_stage',
  'aws_cognito_identity_pool',
  'aws_cognito_identity_pool_provider_principal_tag',
  'aws_cognito_identity_pool_roles_attachment',
  'aws_cognito_identity_provider',
  'aws_cognito_resource_server',
  'aws_cognito_risk_configuration',
  'aws_cognito_user_group',
  'aws_cognito_user_pool',
  'aws_cognito_user_pool_client',
  'aws_cognito_user_pool_ui_customization',
  'aws_dynamodb_table_item',
  'aws_dynamodb_table_replica',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_kms_key',
  'aws_lambda_alias',
  'aws_lambda_invocation',
  'aws_lambda_permission',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_verifiedpermissions_identity_source',
  'aws_verifiedpermissions_policy',
  'aws_verifiedpermissions_policy_store',
  'aws_verifiedpermissions_policy_template',
  'aws_verifiedpermissions_schema',
];

const made = resourcesOf(stacks);

test('every resource type has been reviewed: could the account already have one?', () => {
  const types = new Set(made.map(({ type }) => type));
  expect([...types].sort()).toEqual([...Object.keys(named), ...once, ...chosen, ...own].sort());
});

test('names that are unique in an account contain the name of the environment, so that nobody else has them', () => {
  for (const { stack, address, type, block } of made) {
    const argument = named[type];
    if (argument === undefined) continue;
    const [environment] = stack.id.split('-');
    const name: string = block[argument];
    // A tenant's own domain is the tenant's, and check makes sure that only one tenant has it.
    if (type === 'aws_cognito_user_pool_domain' && name.includes('.')) continue;
    expect(`${address}: ${name}`).toMatch(new RegExp(`: (.*[/-])?${environment}-`));
  }
});

test('what an account has only once comes from its foundation, and only once', () => {
  const foundations = made.filter(({ type }) => once.includes(type)).map(({ stack }) => stack.id);
  for (const id of foundations) expect(id).toMatch(/-foundation$/);
  expect(new Set(foundations).size).toBe(foundations.length);
});
