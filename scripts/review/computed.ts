/**
 * Attributes that configuration never sets, and that change by themselves or along with something else that is shown.
 * Drift in them, or their being unknown, is irrelevant. Attributes that would reveal a resource recreated by hand, or
 * replaced code, are not among them.
 */
const computed: Readonly<Record<string, readonly string[]>> = {
  aws_apigatewayv2_stage: ['deployment_id'],
  // A domain is a separate resource, created after the pool.
  aws_cognito_user_pool: ['custom_domain', 'domain', 'estimated_number_of_users', 'last_modified_date'],
  aws_cognito_user_pool_domain: ['version'],
  aws_cognito_user_pool_ui_customization: ['css_version', 'image_url', 'last_modified_date'],
  aws_cognito_resource_server: ['scope_identifiers'],
  // Attachments are separate resources.
  aws_iam_policy: ['attachment_count'],
  aws_lambda_function: [
    'last_modified',
    'qualified_arn',
    'qualified_invoke_arn',
    'snap_start.optimization_status',
    'source_code_size',
    'version',
  ],
  // Each is a separate resource, created after the bucket, and its drift is reported there.
  aws_s3_bucket: ['lifecycle_rule', 'policy', 'server_side_encryption_configuration', 'versioning'],
  aws_sesv2_email_identity: [
    'dkim_signing_attributes.last_key_generation_timestamp',
    'dkim_signing_attributes.status',
    'verified_for_sending_status',
  ],
  aws_verifiedpermissions_schema: ['namespaces'],
};

/** @param path as in `AttributeChange` */
export const isComputed = (type: string, path: string): boolean =>
  Object.hasOwn(computed, type) &&
  (computed[type] ?? []).some(
    (one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`),
  );
