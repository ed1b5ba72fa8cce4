/**
 * Lists whose order has no meaning, by resource type and path without indices. For blocks: the identifying attribute,
 * so that an added block does not shift all that follow.
 *
 * These are the sets in the provider's schema (5.100.0) for the resource types in our stacks, which
 * `test/e2e/review/plan.long.ts` verifies, and lists that AWS treats as sets. Every other list is ordered.
 */
export const sets: Readonly<Record<string, Readonly<Record<string, string | true>>>> = {
  aws_apigatewayv2_api: {
    'cors_configuration.allow_headers': true,
    'cors_configuration.allow_methods': true,
    'cors_configuration.allow_origins': true,
    'cors_configuration.expose_headers': true,
  },
  aws_apigatewayv2_authorizer: { identity_sources: true, 'jwt_configuration.audience': true },
  aws_apigatewayv2_integration: { response_parameters: 'status_code' },
  aws_apigatewayv2_route: { authorization_scopes: true, request_parameter: 'request_parameter_key' },
  aws_apigatewayv2_stage: { route_settings: 'route_key' },
  aws_cloudwatch_metric_alarm: {
    alarm_actions: true,
    insufficient_data_actions: true,
    ok_actions: true,
    metric_query: 'id',
  },
  aws_cognito_identity_pool: {
    openid_connect_provider_arns: true,
    saml_provider_arns: true,
    cognito_identity_providers: 'client_id',
  },
  aws_cognito_identity_pool_roles_attachment: { role_mapping: 'identity_provider' },
  aws_cognito_identity_provider: { idp_identifiers: true },
  aws_cognito_resource_server: { scope: 'scope_name', scope_identifiers: true },
  aws_cognito_risk_configuration: {
    'compromised_credentials_risk_configuration.event_filter': true,
    'risk_exception_configuration.blocked_ip_range_list': true,
    'risk_exception_configuration.skipped_ip_range_list': true,
  },
  aws_cognito_user_pool: {
    alias_attributes: true,
    auto_verified_attributes: true,
    username_attributes: true,
    'account_recovery_setting.recovery_mechanism': 'name',
    schema: 'name',
    'sign_in_policy.allowed_first_auth_factors': true,
    'user_attribute_update_settings.attributes_require_verification_before_update': true,
  },
  aws_cognito_user_pool_client: {
    allowed_oauth_flows: true,
    allowed_oauth_scopes: true,
    callback_urls: true,
    explicit_auth_flows: true,
    logout_urls: true,
    read_attributes: true,
    supported_identity_providers: true,
    write_attributes: true,
  },
  aws_dynamodb_table: {
    attribute: 'name',
    global_secondary_index: 'name',
    'global_secondary_index.non_key_attributes': true,
    'import_table.input_format_options.csv.header_list': true,
    local_secondary_index: 'name',
    'local_secondary_index.non_key_attributes': true,
    replica: 'region_name',
  },
  aws_iam_openid_connect_provider: { client_id_list: true, thumbprint_list: true },
  aws_iam_role: { managed_policy_arns: true, inline_policy: 'name' },
  aws_lambda_function: {
    architectures: true,
    replacement_security_group_ids: true,
    'vpc_config.security_group_ids': true,
    'vpc_config.subnet_ids': true,
  },
  aws_s3_bucket: {
    grant: true,
    'grant.permissions': true,
    'lifecycle_rule.noncurrent_version_transition': true,
    'lifecycle_rule.transition': true,
    'replication_configuration.rules': 'id',
  },
  aws_s3_bucket_lifecycle_configuration: {
    rule: 'id',
    'rule.noncurrent_version_transition': true,
    'rule.transition': true,
  },
  aws_s3_bucket_server_side_encryption_configuration: { rule: true },
  aws_sesv2_configuration_set: { 'suppression_options.suppressed_reasons': true },
  aws_sesv2_email_identity: { 'dkim_signing_attributes.tokens': true },
  aws_verifiedpermissions_identity_source: {
    'configuration.cognito_user_pool_configuration.client_ids': true,
    'configuration.open_id_connect_configuration.token_selection.access_token_only.audiences': true,
    'configuration.open_id_connect_configuration.token_selection.identity_token_only.client_ids': true,
  },
  aws_verifiedpermissions_schema: { namespaces: true },
};

/**
 * Whether a list is a set, and which attribute identifies its blocks.
 * @param path below the type, without indices
 */
export function setAt(type: string, path: string): string | true | undefined {
  const paths = Object.hasOwn(sets, type) ? sets[type] : undefined;
  return paths && Object.hasOwn(paths, path) ? paths[path] : undefined;
}
