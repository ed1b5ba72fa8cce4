interface Actions {
  read: string[];
  write: string[];
}

/**
 * API calls that version 5.100.0 of the AWS provider makes for a resource type: to plan it, and to create,
 * change, tag and delete it. Separate from the policies, which are compared with it.
 */
const catalogue: Record<string, Actions> = {
  // API Gateway's actions are HTTP methods; the provider reads the API before it creates any of its parts.
  aws_apigatewayv2_api: {
    read: ['apigateway:GET'],
    write: ['apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE', 'apigateway:TagResource'],
  },
  aws_apigatewayv2_authorizer: {
    read: ['apigateway:GET'],
    write: ['apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
  },
  aws_apigatewayv2_integration: {
    read: ['apigateway:GET'],
    write: ['apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
  },
  aws_apigatewayv2_route: {
    read: ['apigateway:GET'],
    write: ['apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
  },
  aws_apigatewayv2_stage: {
    read: ['apigateway:GET'],
    write: [
      'apigateway:POST',
      'apigateway:PATCH',
      'apigateway:DELETE',
      'apigateway:TagResource',
      'apigateway:UntagResource',
      // For its access log, on the caller's behalf.
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
  },
  aws_cloudwatch_log_group: {
    read: ['logs:DescribeLogGroups', 'logs:ListTagsForResource'],
    write: [
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:PutRetentionPolicy',
      'logs:TagResource',
      'logs:UntagResource',
    ],
  },
  aws_cloudwatch_metric_alarm: {
    read: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
    write: [
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:DeleteAlarms',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
    ],
  },
  aws_cognito_identity_pool: {
    read: ['cognito-identity:DescribeIdentityPool', 'cognito-identity:ListTagsForResource'],
    write: [
      'cognito-identity:CreateIdentityPool',
      'cognito-identity:UpdateIdentityPool',
      'cognito-identity:DeleteIdentityPool',
      'cognito-identity:TagResource',
      'cognito-identity:UntagResource',
    ],
  },
  aws_cognito_identity_pool_provider_principal_tag: {
    read: ['cognito-identity:GetPrincipalTagAttributeMap'],
    write: ['cognito-identity:SetPrincipalTagAttributeMap'],
  },
  aws_cognito_identity_pool_roles_attachment: {
    read: ['cognito-identity:GetIdentityPoolRoles'],
    write: ['cognito-identity:SetIdentityPoolRoles', 'iam:PassRole'],
  },
  aws_cognito_identity_provider: {
    read: ['cognito-idp:DescribeIdentityProvider'],
    write: [
      'cognito-idp:CreateIdentityProvider',
      'cognito-idp:UpdateIdentityProvider',
      'cognito-idp:DeleteIdentityProvider',
    ],
  },
  // Read only from the state; only a change calls the function.
  aws_lambda_invocation: { read: [], write: ['lambda:InvokeFunction'] },
  aws_cognito_resource_server: {
    read: ['cognito-idp:DescribeResourceServer'],
    write: [
      'cognito-idp:CreateResourceServer',
      'cognito-idp:UpdateResourceServer',
      'cognito-idp:DeleteResourceServer',
    ],
  },
  aws_cognito_risk_configuration: {
    read: ['cognito-idp:DescribeRiskConfiguration'],
    write: ['cognito-idp:SetRiskConfiguration'],
  },
  aws_cognito_user_group: {
    read: ['cognito-idp:GetGroup'],
    write: ['cognito-idp:CreateGroup', 'cognito-idp:UpdateGroup', 'cognito-idp:DeleteGroup'],
  },
  aws_cognito_user_pool: {
    read: ['cognito-idp:DescribeUserPool', 'cognito-idp:GetUserPoolMfaConfig'],
    write: [
      'cognito-idp:CreateUserPool',
      'cognito-idp:UpdateUserPool',
      'cognito-idp:DeleteUserPool',
      'cognito-idp:SetUserPoolMfaConfig',
      'cognito-idp:AddCustomAttributes',
      // For one that sends mail through SES, the first in its account.
      'iam:CreateServiceLinkedRole',
      'cognito-idp:TagResource',
      'cognito-idp:UntagResource',
    ],
  },
  aws_cognito_user_pool_client: {
    read: ['cognito-idp:DescribeUserPoolClient'],
    write: [
      'cognito-idp:CreateUserPoolClient',
      'cognito-idp:UpdateUserPoolClient',
      'cognito-idp:DeleteUserPoolClient',
    ],
  },
  aws_cognito_user_pool_domain: {
    read: ['cognito-idp:DescribeUserPoolDomain'],
    write: [
      'cognito-idp:CreateUserPoolDomain',
      'cognito-idp:UpdateUserPoolDomain',
      'cognito-idp:DeleteUserPoolDomain',
      // For a custom domain.
      'cloudfront:UpdateDistribution',
    ],
  },
  aws_cognito_user_pool_ui_customization: {
    // The provider reads the pool first, and deletes by setting nothing.
    read: ['cognito-idp:GetUICustomization', 'cognito-idp:DescribeUserPool'],
    write: ['cognito-idp:SetUICustomization'],
  },
  aws_dynamodb_table: {
    read: [
      'dynamodb:DescribeTable',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:ListTagsOfResource',
    ],
    write: [
      'dynamodb:CreateTable',
      'dynamodb:CreateTableReplica',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:DeleteTable',
      'dynamodb:DeleteTableReplica',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
      'iam:CreateServiceLinkedRole',
    ],
  },
  // Through the table's region and through its own; it checks whether the key is DynamoDB's own.
  aws_dynamodb_table_replica: {
    read: [
      'dynamodb:DescribeTable',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:ListTagsOfResource',
      'kms:DescribeKey',
    ],
    write: [
      'dynamodb:CreateTableReplica',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:DeleteTableReplica',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
    ],
  },
  aws_dynamodb_table_item: {
    read: ['dynamodb:GetItem'],
    write: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  },
  aws_iam_openid_connect_provider: { read: ['iam:GetOpenIDConnectProvider'], write: [] },
  aws_iam_policy: { read: ['iam:GetPolicy', 'iam:GetPolicyVersion'], write: [] },
  aws_iam_role: {
    read: ['iam:GetRole', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
    write: [
      'iam:CreateRole',
      'iam:DeleteRole',
      'iam:UpdateRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:PutRolePermissionsBoundary',
      'iam:ListInstanceProfilesForRole',
      'iam:PassRole',
      'iam:TagRole',
      'iam:UntagRole',
    ],
  },
  aws_iam_role_policy: { read: ['iam:GetRolePolicy'], write: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'] },
  aws_iam_role_policy_attachment: { read: ['iam:ListAttachedRolePolicies'], write: [] },
  aws_kms_alias: { read: ['kms:ListAliases'], write: [] },
  aws_kms_key: {
    read: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
    write: [],
  },
  aws_lambda_alias: {
    read: ['lambda:GetAlias'],
    write: ['lambda:CreateAlias', 'lambda:UpdateAlias', 'lambda:DeleteAlias'],
  },
  aws_lambda_function: {
    read: ['lambda:GetFunction', 'lambda:ListVersionsByFunction', 'lambda:GetFunctionCodeSigningConfig'],
    write: [
      // For a function in a VPC.
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'lambda:CreateFunction',
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
      'lambda:DeleteFunction',
      'lambda:TagResource',
      'lambda:UntagResource',
    ],
  },
  aws_lambda_permission: {
    read: ['lambda:GetPolicy'],
    write: ['lambda:AddPermission', 'lambda:RemovePermission'],
  },
  aws_s3_bucket: {
    read: [
      's3:ListBucket',
      's3:GetAccelerateConfiguration',
      's3:GetBucketAcl',
      's3:GetBucketCORS',
      's3:GetBucketLogging',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketPolicy',
      's3:GetBucketRequestPayment',
      's3:GetBucketTagging',
      's3:GetBucketVersioning',
      's3:GetBucketWebsite',
      's3:GetEncryptionConfiguration',
      's3:GetLifecycleConfiguration',
      's3:GetReplicationConfiguration',
    ],
    write: [],
  },
  aws_s3_bucket_lifecycle_configuration: { read: ['s3:GetLifecycleConfiguration'], write: [] },
  aws_s3_bucket_ownership_controls: { read: ['s3:GetBucketOwnershipControls'], write: [] },
  aws_s3_bucket_policy: { read: ['s3:GetBucketPolicy'], write: [] },
  aws_s3_bucket_public_access_block: { read: ['s3:GetBucketPublicAccessBlock'], write: [] },
  aws_s3_bucket_server_side_encryption_configuration: { read: ['s3:GetEncryptionConfiguration'], write: [] },
  aws_s3_bucket_versioning: { read: ['s3:GetBucketVersioning'], write: [] },
  aws_sesv2_configuration_set: {
    read: ['ses:GetConfigurationSet', 'ses:ListTagsForResource'],
    // Of the options, those that our stacks set; the provider sets each with a separate call.
    write: [
      'ses:CreateConfigurationSet',
      'ses:DeleteConfigurationSet',
      'ses:PutConfigurationSetDeliveryOptions',
      'ses:PutConfigurationSetReputationOptions',
      'ses:PutConfigurationSetSuppressionOptions',
      'ses:TagResource',
      'ses:UntagResource',
    ],
  },
  aws_sesv2_email_identity: {
    read: ['ses:GetEmailIdentity', 'ses:ListTagsForResource'],
    // No identity of ours has a configuration set: pools name it.
    write: [
      'ses:CreateEmailIdentity',
      'ses:DeleteEmailIdentity',
      'ses:PutEmailIdentityDkimSigningAttributes',
      'ses:TagResource',
      'ses:UntagResource',
    ],
  },
  aws_verifiedpermissions_identity_source: {
    read: ['verifiedpermissions:GetIdentitySource'],
    write: [
      'verifiedpermissions:CreateIdentitySource',
      'verifiedpermissions:UpdateIdentitySource',
      'verifiedpermissions:DeleteIdentitySource',
    ],
  },
  aws_verifiedpermissions_policy: {
    read: ['verifiedpermissions:GetPolicy'],
    write: [
      'verifiedpermissions:CreatePolicy',
      'verifiedpermissions:UpdatePolicy',
      'verifiedpermissions:DeletePolicy',
    ],
  },
  aws_verifiedpermissions_policy_store: {
    read: ['verifiedpermissions:GetPolicyStore', 'verifiedpermissions:ListTagsForResource'],
    write: [
      'verifiedpermissions:CreatePolicyStore',
      'verifiedpermissions:UpdatePolicyStore',
      'verifiedpermissions:DeletePolicyStore',
      'verifiedpermissions:TagResource',
      'verifiedpermissions:UntagResource',
    ],
  },
  aws_verifiedpermissions_policy_template: {
    read: ['verifiedpermissions:GetPolicyTemplate'],
    write: [
      'verifiedpermissions:CreatePolicyTemplate',
      'verifiedpermissions:UpdatePolicyTemplate',
      'verifiedpermissions:DeletePolicyTemplate',
    ],
  },
  aws_verifiedpermissions_schema: {
    read: ['verifiedpermissions:GetSchema'],
    write: ['verifiedpermissions:PutSchema'],
  },
};

/** Calls that a data source makes. */
const dataSources: Record<string, string[]> = {
  aws_dynamodb_tables: ['dynamodb:ListTables'],
};

/** As `actionsOf`, for a data source. */
export function actionsOfData(type: string): string[] {
  const actions = dataSources[type];
  if (!actions) throw new Error(`data source ${type} is new: list its API calls here, and grant them`);
  return actions;
}

/** Throws for a type that has not been reviewed yet, so that no stack outgrows its role unnoticed. */
export function actionsOf(type: string): Actions {
  const actions = catalogue[type];
  if (!actions)
    throw new Error(`${type} is new: list its API calls here, and grant them in stacks/permissions`);
  return actions;
}
