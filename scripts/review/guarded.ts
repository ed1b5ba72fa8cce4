/**
 * Settings that decide who gets in, and what they may do. They must not be changed by hand, and count as dangerous while
 * their new value is unknown. By resource type; `*` means all of it; a block includes everything in it.
 */
const guarded: Readonly<Record<string, readonly string[] | '*'>> = {
  aws_cognito_user_pool: [
    'account_recovery_setting',
    'admin_create_user_config',
    'alias_attributes',
    'auto_verified_attributes',
    'deletion_protection',
    'device_configuration',
    'email_configuration',
    'email_mfa_configuration',
    'lambda_config',
    'mfa_configuration',
    'name',
    'password_policy',
    'schema',
    'sign_in_policy',
    'sms_configuration',
    'software_token_mfa_configuration',
    'user_attribute_update_settings',
    'user_pool_add_ons',
    'user_pool_tier',
    'username_attributes',
    'username_configuration',
    'web_authn_configuration',
  ],
  aws_cognito_user_pool_client: [
    'access_token_validity',
    'allowed_oauth_flows',
    'allowed_oauth_flows_user_pool_client',
    'allowed_oauth_scopes',
    'auth_session_validity',
    'callback_urls',
    'client_secret',
    'default_redirect_uri',
    'enable_token_revocation',
    'explicit_auth_flows',
    'generate_secret',
    'id_token_validity',
    'logout_urls',
    'prevent_user_existence_errors',
    'read_attributes',
    'refresh_token_rotation',
    'refresh_token_validity',
    'supported_identity_providers',
    'token_validity_units',
    'write_attributes',
  ],
  aws_cognito_identity_provider: [
    'attribute_mapping',
    'idp_identifiers',
    'provider_details',
    'provider_name',
    'provider_type',
  ],
  aws_cognito_risk_configuration: '*',
  aws_cognito_resource_server: ['identifier', 'scope'],
  aws_cognito_user_group: ['name', 'precedence', 'role_arn'],
  aws_cognito_user_pool_domain: ['certificate_arn', 'domain', 'user_pool_id'],
  aws_cognito_identity_pool: [
    'allow_classic_flow',
    'allow_unauthenticated_identities',
    'cognito_identity_providers',
    'developer_provider_name',
    'openid_connect_provider_arns',
    'saml_provider_arns',
    'supported_login_providers',
  ],
  aws_cognito_identity_pool_roles_attachment: ['role_mapping', 'roles'],
  aws_cognito_identity_pool_provider_principal_tag: ['principal_tags', 'use_defaults'],
  aws_dynamodb_table: [
    'deletion_protection_enabled',
    'hash_key',
    'point_in_time_recovery',
    'range_key',
    'replica',
    'server_side_encryption',
  ],
  aws_dynamodb_table_replica: ['deletion_protection_enabled', 'kms_key_arn', 'point_in_time_recovery'],
  aws_dynamodb_table_item: ['item'],
  aws_verifiedpermissions_policy: ['definition'],
  aws_verifiedpermissions_policy_template: ['statement'],
  aws_verifiedpermissions_policy_store: ['validation_settings'],
  aws_verifiedpermissions_schema: ['definition'],
  aws_verifiedpermissions_identity_source: ['configuration', 'principal_entity_type'],
  aws_iam_role: ['assume_role_policy', 'inline_policy', 'managed_policy_arns', 'permissions_boundary'],
  aws_iam_role_policy: ['policy', 'role'],
  aws_iam_policy: ['policy'],
  aws_iam_role_policy_attachment: ['policy_arn', 'role'],
  aws_iam_openid_connect_provider: ['client_id_list', 'thumbprint_list', 'url'],
  aws_kms_key: ['enable_key_rotation', 'is_enabled', 'policy'],
  aws_kms_alias: ['target_key_id'],
  // Its hash in AWS is known only after an apply of new code: `source_code_hash` is the requested one.
  aws_lambda_function: [
    'environment',
    'handler',
    'image_uri',
    'kms_key_arn',
    'layers',
    'role',
    'runtime',
    'source_code_hash',
    'vpc_config',
  ],
  aws_lambda_permission: [
    'action',
    'function_name',
    'function_url_auth_type',
    'principal',
    'principal_org_id',
    'source_account',
    'source_arn',
  ],
  aws_lambda_invocation: ['input'],
  aws_s3_bucket_policy: ['policy'],
  aws_s3_bucket_public_access_block: '*',
  aws_s3_bucket_server_side_encryption_configuration: ['rule'],
  aws_s3_bucket_versioning: ['versioning_configuration'],
  aws_sesv2_email_identity: ['dkim_signing_attributes.domain_signing_private_key'],
  aws_apigatewayv2_api: ['cors_configuration'],
  aws_apigatewayv2_authorizer: [
    'authorizer_uri',
    'authorizer_result_ttl_in_seconds',
    'identity_sources',
    'jwt_configuration',
  ],
  aws_apigatewayv2_integration: ['integration_uri'],
  aws_apigatewayv2_route: ['api_key_required', 'authorization_scopes', 'authorization_type', 'authorizer_id'],
  aws_cloudwatch_log_group: ['kms_key_id', 'retention_in_days'],
};

/** Attributes that reveal replaced code in AWS; our own releases change them too. */
const guardedInAws: Readonly<Record<string, readonly string[]>> = {
  aws_lambda_function: ['code_sha256'],
  aws_lambda_alias: ['function_version', 'routing_config'],
};

/** Whether one is the other, or inside it. */
const touches = (path: string, setting: string) =>
  path === setting ||
  path.startsWith(`${setting}.`) ||
  path.startsWith(`${setting}[`) ||
  setting.startsWith(`${path}.`);

/**
 * Whether an attribute is guarded.
 * @param path as in `AttributeChange`
 */
export const isGuarded = (type: string, path: string): boolean => {
  const settings = guarded[type] ?? [];
  return settings === '*' || settings.some((setting) => touches(path, setting));
};

/** Whether an attribute must not be changed in AWS by hand. */
export const isGuardedInAws = (type: string, path: string): boolean =>
  isGuarded(type, path) || (guardedInAws[type] ?? []).some((setting) => touches(path, setting));

/** Whether a resource is guarded at all, so that it must not simply disappear. */
export const isGuardedType = (type: string): boolean => type in guarded || type in guardedInAws;
