/**
 * AWS calls that Terraform makes for one resource of a type, limited to calls that a quota counts. Measured on the local
 * AWS, one resource at a time, with AWS provider 5.100.0, by `test/e2e/quotas/calls.long.ts` (`make quotas ONLY=calls`).
 */
export interface TypeCalls {
  create: readonly string[];
  read: readonly string[];
  /** For types whose settings a rollout changes most often; others are assumed to be unchanged. */
  update?: readonly string[];
}

export const callsByType: Readonly<Record<string, TypeCalls>> = {
  aws_apigatewayv2_api: { create: ['apigateway:POST', 'apigateway:GET'], read: ['apigateway:GET'] },
  aws_apigatewayv2_authorizer: {
    create: ['apigateway:GET', 'apigateway:POST', 'apigateway:GET'],
    read: ['apigateway:GET'],
  },
  aws_apigatewayv2_integration: { create: ['apigateway:POST', 'apigateway:GET'], read: ['apigateway:GET'] },
  aws_apigatewayv2_route: { create: ['apigateway:POST', 'apigateway:GET'], read: ['apigateway:GET'] },
  aws_apigatewayv2_stage: {
    create: ['apigateway:GET', 'apigateway:POST', 'apigateway:GET', 'apigateway:GET'],
    read: ['apigateway:GET', 'apigateway:GET'],
  },
  aws_cloudwatch_log_group: {
    create: [
      'logs:CreateLogGroup',
      'logs:PutRetentionPolicy',
      'logs:DescribeLogGroups',
      'logs:ListTagsForResource',
    ],
    read: ['logs:DescribeLogGroups', 'logs:ListTagsForResource'],
  },
  aws_cloudwatch_metric_alarm: {
    create: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
    read: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
  },
  aws_cognito_identity_provider: {
    create: ['cognito-idp:CreateIdentityProvider', 'cognito-idp:DescribeIdentityProvider'],
    read: ['cognito-idp:DescribeIdentityProvider'],
  },
  aws_cognito_resource_server: {
    create: ['cognito-idp:CreateResourceServer', 'cognito-idp:DescribeResourceServer'],
    read: ['cognito-idp:DescribeResourceServer'],
  },
  aws_cognito_risk_configuration: {
    create: ['cognito-idp:SetRiskConfiguration', 'cognito-idp:DescribeRiskConfiguration'],
    read: ['cognito-idp:DescribeRiskConfiguration'],
  },
  aws_cognito_user_group: {
    create: ['cognito-idp:CreateGroup', 'cognito-idp:GetGroup'],
    read: ['cognito-idp:GetGroup'],
  },
  aws_cognito_user_pool: {
    create: [
      'cognito-idp:CreateUserPool',
      'cognito-idp:SetUserPoolMfaConfig',
      'cognito-idp:DescribeUserPool',
      'cognito-idp:GetUserPoolMfaConfig',
    ],
    read: ['cognito-idp:DescribeUserPool', 'cognito-idp:GetUserPoolMfaConfig'],
    update: [
      'cognito-idp:UpdateUserPool',
      'cognito-idp:DescribeUserPool',
      'cognito-idp:GetUserPoolMfaConfig',
    ],
  },
  aws_cognito_user_pool_client: {
    create: ['cognito-idp:CreateUserPoolClient'],
    read: ['cognito-idp:DescribeUserPoolClient'],
    update: ['cognito-idp:UpdateUserPoolClient'],
  },
  aws_cognito_user_pool_domain: {
    create: [
      'cognito-idp:CreateUserPoolDomain',
      'cognito-idp:DescribeUserPoolDomain',
      'cognito-idp:DescribeUserPoolDomain',
    ],
    read: ['cognito-idp:DescribeUserPoolDomain'],
  },
  aws_cognito_user_pool_ui_customization: {
    create: ['cognito-idp:SetUICustomization', 'cognito-idp:GetUICustomization'],
    read: ['cognito-idp:GetUICustomization'],
  },
  aws_lambda_alias: { create: ['lambda:CreateAlias', 'lambda:GetAlias'], read: ['lambda:GetAlias'] },
  aws_lambda_function: {
    create: [
      'lambda:CreateFunction',
      'lambda:GetFunction',
      'lambda:GetFunction',
      'lambda:GetFunction',
      'lambda:ListVersionsByFunction',
      'lambda:GetFunctionCodeSigningConfig',
    ],
    read: ['lambda:GetFunction', 'lambda:ListVersionsByFunction', 'lambda:GetFunctionCodeSigningConfig'],
  },
  aws_lambda_permission: { create: ['lambda:AddPermission', 'lambda:GetPolicy'], read: ['lambda:GetPolicy'] },
  aws_verifiedpermissions_identity_source: {
    create: ['verifiedpermissions:CreateIdentitySource', 'verifiedpermissions:GetIdentitySource'],
    read: ['verifiedpermissions:GetIdentitySource'],
  },
  aws_verifiedpermissions_policy: {
    create: ['verifiedpermissions:CreatePolicy'],
    read: ['verifiedpermissions:GetPolicy'],
  },
  aws_verifiedpermissions_policy_store: {
    create: ['verifiedpermissions:CreatePolicyStore'],
    read: ['verifiedpermissions:GetPolicyStore'],
  },
  aws_verifiedpermissions_policy_template: {
    create: ['verifiedpermissions:CreatePolicyTemplate'],
    read: ['verifiedpermissions:GetPolicyTemplate'],
  },
  aws_verifiedpermissions_schema: {
    create: ['verifiedpermissions:PutSchema'],
    read: ['verifiedpermissions:GetSchema'],
  },
};
