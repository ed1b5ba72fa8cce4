/** Resources of every type that has rules, as in a state after they are applied. */
import type { Attributes } from '../../../../scripts/review/planned';

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:303030303031:${rest}`;
export const functionArn = (name: string) => arn('lambda', `function:${name}`);

export const pool: Attributes = {
  id: 'eu-central-1_AbCdEfGhI',
  name: 'prod-tenant-acme',
  account_recovery_setting: [
    {
      recovery_mechanism: [
        { name: 'verified_email', priority: 1 },
        { name: 'verified_phone_number', priority: 2 },
      ],
    },
  ],
  admin_create_user_config: [{ allow_admin_create_user_only: true, invite_message_template: [] }],
  alias_attributes: null,
  auto_verified_attributes: ['email', 'phone_number'],
  deletion_protection: 'ACTIVE',
  device_configuration: [],
  email_configuration: [{ email_sending_account: 'DEVELOPER', from_email_address: 'no-reply@auth.example' }],
  email_mfa_configuration: [],
  lambda_config: [
    {
      create_auth_challenge: '',
      custom_email_sender: [],
      custom_message: '',
      custom_sms_sender: [],
      define_auth_challenge: '',
      kms_key_id: '',
      post_authentication: '',
      post_confirmation: functionArn('prod-cell-01-post-confirmation:acme'),
      pre_authentication: '',
      pre_sign_up: '',
      pre_token_generation: functionArn('prod-cell-01-hook:acme'),
      pre_token_generation_config: [
        { lambda_arn: functionArn('prod-cell-01-hook:acme'), lambda_version: 'V2_0' },
      ],
      user_migration: '',
      verify_auth_challenge_response: '',
    },
  ],
  mfa_configuration: 'ON',
  password_policy: [
    {
      minimum_length: 14,
      password_history_size: 24,
      require_lowercase: true,
      require_numbers: true,
      require_symbols: true,
      require_uppercase: true,
      temporary_password_validity_days: 1,
    },
  ],
  schema: [
    {
      attribute_data_type: 'String',
      developer_only_attribute: false,
      mutable: false,
      name: 'tenant_id',
      number_attribute_constraints: [],
      required: false,
      string_attribute_constraints: [{ max_length: '64', min_length: '1' }],
    },
    {
      attribute_data_type: 'String',
      developer_only_attribute: false,
      mutable: true,
      name: 'department',
      number_attribute_constraints: [],
      required: false,
      string_attribute_constraints: [{ max_length: '2048', min_length: '0' }],
    },
  ],
  sign_in_policy: [{ allowed_first_auth_factors: ['PASSWORD', 'WEB_AUTHN'] }],
  sms_configuration: [],
  software_token_mfa_configuration: [{ enabled: true }],
  user_attribute_update_settings: [
    { attributes_require_verification_before_update: ['email', 'phone_number'] },
  ],
  user_pool_add_ons: [{ advanced_security_mode: 'ENFORCED', advanced_security_additional_flows: [] }],
  user_pool_tier: 'PLUS',
  username_attributes: ['email', 'phone_number'],
  username_configuration: [{ case_sensitive: false }],
  web_authn_configuration: [{ relying_party_id: 'auth.example', user_verification: 'required' }],
};

export const risk: Attributes = {
  id: pool.id ?? null,
  user_pool_id: pool.id ?? null,
  client_id: '',
  account_takeover_risk_configuration: [
    {
      actions: [
        {
          low_action: [{ event_action: 'MFA_IF_CONFIGURED', notify: true }],
          medium_action: [{ event_action: 'MFA_REQUIRED', notify: true }],
          high_action: [{ event_action: 'BLOCK', notify: true }],
        },
      ],
    },
  ],
  compromised_credentials_risk_configuration: [
    { actions: [{ event_action: 'BLOCK' }], event_filter: ['SIGN_IN', 'SIGN_UP', 'PASSWORD_CHANGE'] },
  ],
  risk_exception_configuration: [{ blocked_ip_range_list: ['192.0.2.0/24'], skipped_ip_range_list: [] }],
};

export const client: Attributes = {
  id: '4abcdefghijklmnopqrstuvwxy',
  user_pool_id: pool.id ?? null,
  name: 'web',
  access_token_validity: 15,
  id_token_validity: 15,
  refresh_token_validity: 24,
  token_validity_units: [{ access_token: 'minutes', id_token: 'minutes', refresh_token: 'hours' }],
  refresh_token_rotation: [{ feature: 'ENABLED', retry_grace_period_seconds: 10 }],
  allowed_oauth_flows: ['code'],
  allowed_oauth_flows_user_pool_client: true,
  allowed_oauth_scopes: ['email', 'openid', 'profile'],
  callback_urls: ['https://acme.example/signed-in', 'https://acme.example:8443/signed-in'],
  logout_urls: ['https://acme.example/'],
  enable_token_revocation: true,
  explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'],
  generate_secret: true,
  prevent_user_existence_errors: 'ENABLED',
  read_attributes: ['custom:tenant_id', 'email', 'name'],
  write_attributes: ['email', 'name'],
  supported_identity_providers: ['COGNITO', 'tenant-saml'],
};

export const service: Attributes = {
  ...client,
  id: '5abcdefghijklmnopqrstuvwxy',
  name: 'billing',
  allowed_oauth_flows: ['client_credentials'],
  allowed_oauth_scopes: ['ledger/post', 'payments/read'],
  callback_urls: [],
  logout_urls: [],
  read_attributes: [],
  write_attributes: [],
  supported_identity_providers: [],
};

export const saml: Attributes = {
  id: `${pool.id}:tenant-saml`,
  user_pool_id: pool.id ?? null,
  provider_name: 'tenant-saml',
  provider_type: 'SAML',
  attribute_mapping: { email: 'email', family_name: 'sn' },
  idp_identifiers: ['acme.example', 'acme.test'],
  provider_details: {
    ActiveEncryptionCertificate: 'MIIC…',
    EncryptedResponses: 'true',
    IDPInit: 'false',
    IDPSignout: 'true',
    MetadataURL: 'https://acme.okta.example/app/northpay/sso/saml/metadata',
    RequestSigningAlgorithm: 'rsa-sha256',
    SSORedirectBindingURI: 'https://acme.okta.example/sso',
  },
};

const managed = {
  userPoolId: pool.id ?? '',
  providerName: 'tenant-oidc',
  providerType: 'OIDC',
  details: {
    oidc_issuer: 'https://globex.okta.example',
    client_id: 'northpay',
    authorize_scopes: 'openid email profile',
    attributes_request_method: 'GET',
  },
  secretKeys: ['client_secret'],
  placeholder: 'set-by-fleet-rotate-federation-secret',
  attributeMapping: { email: 'email', name: 'name', username: 'sub' },
  idpIdentifiers: ['globex.example'],
  revision: 'f2cc',
};

/** The invocation that manages a provider with a secret, with some of its input changed. */
export const invocation = (input: object = {}): Attributes => ({
  function_name: 'prod-cell-02-identity-provider',
  input: JSON.stringify({ ...managed, ...input }),
  lifecycle_scope: 'CRUD',
});

/** The same with some of the provider's details changed. */
export const oidc = (details: object) => invocation({ details: { ...managed.details, ...details } });

type Value = string | number | readonly string[];
const attributeValue = (value: Value) => {
  if (typeof value === 'string') return { S: value };
  return typeof value === 'number' ? { N: String(value) } : { L: value.map((S) => ({ S })) };
};

/** A registry item. */
export const registryItem = (values: Readonly<Record<string, Value>>): Attributes => ({
  table_name: 'prod-services',
  hash_key: 'client_id',
  item: JSON.stringify(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, attributeValue(value)])),
  ),
});

export const serviceLine = {
  client_id: '5abc',
  service_id: 'billing',
  tier: 'silver',
  status: 'active',
  allowed_ops: ['ledger:post', 'payments:view'],
  rate_limit: 200,
  user_pool_id: 'eu-central-1_M',
  policy_store_id: 'PSown',
  policy_content: 'aa',
} as const;

export const table: Attributes = {
  name: 'prod-tenant-registry',
  arn: arn('dynamodb', 'table/prod-tenant-registry'),
  deletion_protection_enabled: true,
  point_in_time_recovery: [{ enabled: true, recovery_period_in_days: 35 }],
  server_side_encryption: [{ enabled: true, kms_key_arn: arn('kms', 'key/1') }],
  replica: [{ region_name: 'eu-west-1' }, { region_name: 'us-east-1' }],
  ttl: [{ attribute_name: '', enabled: false }],
};

export const tableReplica: Attributes = {
  global_table_arn: table.arn ?? null,
  deletion_protection_enabled: true,
  point_in_time_recovery: true,
  kms_key_arn: null,
};

export const key: Attributes = {
  deletion_window_in_days: 30,
  enable_key_rotation: true,
  rotation_period_in_days: 365,
  is_enabled: true,
  bypass_policy_lockout_safety_check: false,
};

export const encryption: Attributes = {
  bucket: 'states',
  rule: [
    {
      apply_server_side_encryption_by_default: [
        { kms_master_key_id: arn('kms', 'key/1'), sse_algorithm: 'aws:kms' },
      ],
      bucket_key_enabled: true,
    },
  ],
};

export const publicAccess: Attributes = {
  bucket: 'states',
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};

export const lifecycle: Attributes = {
  bucket: 'states',
  rule: [
    {
      id: 'expire-old-versions',
      status: 'Enabled',
      expiration: [{ expired_object_delete_marker: true, days: 0, date: null }],
      noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 20 }],
    },
  ],
};

export const policyStore: Attributes = { id: 'PS1', validation_settings: [{ mode: 'STRICT' }] };

const people = `cognito-idp.eu-central-1.amazonaws.com/${pool.id}`;

export const identityPool: Attributes = {
  allow_classic_flow: false,
  allow_unauthenticated_identities: false,
  cognito_identity_providers: [{ client_id: 'web', provider_name: people, server_side_token_check: true }],
  openid_connect_provider_arns: [],
  saml_provider_arns: [],
  supported_login_providers: {},
};

export const role = (name: string) => `arn:aws:iam::303030303031:role/fleet/prod/${name}`;
export const mappingRule = (group: string, roleName: string) => ({
  claim: 'okta_groups',
  match_type: 'Contains',
  value: `|${group}|`,
  role_arn: role(roleName),
});

export const rolesAttachment: Attributes = {
  roles: { authenticated: role('nobody') },
  role_mapping: [
    {
      identity_provider: `${people}:web`,
      ambiguous_role_resolution: 'Deny',
      type: 'Rules',
      mapping_rule: [mappingRule('operators', 'operators'), mappingRule('support', 'support')],
    },
  ],
};

export const lambdaFunction: Attributes = {
  function_name: 'prod-edge-authorizer',
  filename: 'assets/decide_zip/aa/authorizer.zip',
  source_code_hash: 'aa=',
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  layers: [],
  memory_size: 256,
  role: role('authorizer'),
  environment: [
    { variables: { ALLOW_SECONDS: '60', DENY_SECONDS: '5', FLOW_REGISTRY_TABLE: 'prod-flow-registry' } },
  ],
};

export const stage: Attributes = {
  name: '$default',
  access_log_settings: [
    {
      destination_arn: arn('logs', 'log-group:edge'),
      format: JSON.stringify({ status: '$context.status', principal: '$context.authorizer.principal' }),
    },
  ],
};

export const logGroup: Attributes = { name: '/aws/lambda/prod-hook', retention_in_days: 400, kms_key_id: '' };

export const alarm: Attributes = {
  alarm_name: 'prod-hook-errors',
  actions_enabled: true,
  alarm_actions: [arn('sns', 'platform'), arn('sns', 'security')],
  comparison_operator: 'GreaterThanOrEqualToThreshold',
  threshold: 5,
  dimensions: { FunctionName: 'prod-hook' },
};

export const route: Attributes = {
  api_id: 'api1',
  route_key: 'GET /payments',
  authorization_type: 'CUSTOM',
  authorizer_id: 'auth1',
};

export const authorizer: Attributes = {
  api_id: 'api1',
  authorizer_type: 'REQUEST',
  authorizer_uri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${functionArn('prod-edge-authorizer')}/invocations`,
  authorizer_result_ttl_in_seconds: 0,
  identity_sources: ['$request.header.Authorization', '$request.header.Host'],
  jwt_configuration: [],
};

export const integration: Attributes = {
  integration_uri: 'https://payments.internal.example/v1',
  request_parameters: {
    'overwrite:header.x-fleet-principal': '$context.authorizer.principal',
    'remove:header.x-fleet-tenant': "''",
    'overwrite:path': '$request.path',
  },
};

export const oktaApp: Attributes = {
  grant_types: ['authorization_code'],
  response_types: ['code'],
  implicit_assignment: false,
  redirect_uris: ['https://northpay.auth.eu-central-1.amazoncognito.com/oauth2/idpresponse'],
};

export const oktaGroups: Attributes = {
  app_id: 'app',
  group: [
    { id: 'g1', priority: 1 },
    { id: 'g2', priority: 2 },
  ],
};

/** One of each, by type. */
export const full: Readonly<Record<string, Attributes>> = {
  aws_apigatewayv2_authorizer: authorizer,
  aws_apigatewayv2_integration: integration,
  aws_apigatewayv2_route: route,
  aws_apigatewayv2_stage: stage,
  aws_cloudwatch_log_group: logGroup,
  aws_cloudwatch_metric_alarm: alarm,
  aws_cognito_identity_pool: identityPool,
  aws_cognito_identity_pool_provider_principal_tag: { principal_tags: { department: 'custom:department' } },
  aws_cognito_identity_pool_roles_attachment: rolesAttachment,
  aws_cognito_identity_provider: saml,
  aws_cognito_risk_configuration: risk,
  aws_cognito_user_group: {
    name: 'operators',
    user_pool_id: pool.id ?? null,
    role_arn: role('operators'),
    precedence: 1,
  },
  aws_cognito_user_pool: pool,
  aws_cognito_user_pool_client: client,
  aws_dynamodb_table: table,
  aws_dynamodb_table_item: registryItem(serviceLine),
  aws_dynamodb_table_replica: tableReplica,
  aws_kms_alias: { name: 'alias/prod-tfstate', target_key_id: 'key1' },
  aws_kms_key: key,
  aws_lambda_alias: { name: 'acme', function_version: '$LATEST', routing_config: [] },
  aws_lambda_function: lambdaFunction,
  aws_lambda_invocation: invocation(),
  aws_s3_bucket: { bucket: 'states', force_destroy: false },
  aws_s3_bucket_lifecycle_configuration: lifecycle,
  aws_s3_bucket_ownership_controls: { bucket: 'states', rule: [{ object_ownership: 'BucketOwnerEnforced' }] },
  aws_s3_bucket_public_access_block: publicAccess,
  aws_s3_bucket_server_side_encryption_configuration: encryption,
  aws_s3_bucket_versioning: { bucket: 'states', versioning_configuration: [{ status: 'Enabled' }] },
  aws_sesv2_configuration_set: {
    configuration_set_name: 'mail',
    delivery_options: [{ tls_policy: 'REQUIRE' }],
  },
  aws_verifiedpermissions_policy_store: policyStore,
  okta_app_group_assignments: oktaGroups,
  okta_app_oauth: oktaApp,
};
