import type { EffectId } from '../../../../scripts/review/effects/catalogue';
import type { Sketch } from '../models';

/** What one rule forbids, and what is almost the same but allowed. */
export interface Golden {
  forbids: Sketch[];
  passes: Sketch[];
  /** In every environment. */
  everywhere?: true;
}

const lost = (type: string, rest: Sketch = {}): Sketch[] =>
  (['delete', 'replace', 'forget'] as const).map((action) => ({ type, action, ...rest }));

/** What does not lose the thing, and the loss of something else that contains nothing. */
const kept = (type: string, rest: Sketch = {}): Sketch[] => [
  ...(['create', 'update', 'move', 'import', 'none'] as const).map((action) => ({ type, action, ...rest })),
  ...lost('aws_lambda_alias', rest),
  { type, action: 'delete', section: 'drift', ...rest },
];

const losing = (types: string[], rest?: Sketch): Golden => ({
  forbids: types.flatMap((type) => lost(type, rest)),
  passes: types.flatMap((type) => kept(type, rest)),
});

/** Each of the effects alone, and then one of another rule. */
const showing = (effects: EffectId[], other: EffectId): Golden => ({
  forbids: effects.flatMap((effect): Sketch[] => [
    { effects: [effect] },
    { effects: ['code-changed', effect], action: 'create' },
    { effects: [effect], section: 'hidden', action: 'none' },
  ]),
  passes: [{}, { action: 'create' }, { effects: [other] }, { effects: ['code-changed', 'alarm-removed'] }],
});

const bucketParts = [
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
];

const foundation = { kind: 'foundation', stack: 'foundation', tenants: [], ring: null } as const;

const both = (...parts: Golden[]): Golden => ({
  forbids: parts.flatMap(({ forbids }) => forbids),
  passes: parts.flatMap(({ passes }) => passes),
});

/** By id: every shared rule has its entry. */
export const golden: Record<string, Golden> = {
  'pool-lost': losing(['aws_cognito_user_pool']),
  'identity-pool-lost': losing(['aws_cognito_identity_pool']),
  'table-lost': both(
    losing(['aws_dynamodb_table', 'aws_dynamodb_table_replica']),
    showing(['replica-removed'], 'data-expires'),
    // One finding for one loss.
    { forbids: lost('aws_dynamodb_table_replica', { effects: ['replica-removed'] }), passes: [] },
  ),
  'policy-store-lost': losing([
    'aws_verifiedpermissions_policy_store',
    'aws_verifiedpermissions_identity_source',
    'aws_verifiedpermissions_schema',
  ]),
  'key-lost': { ...losing(['aws_kms_key', 'aws_kms_alias']), everywhere: true },
  'state-bucket-lost': { ...losing(['aws_s3_bucket']), everywhere: true },
  'state-bucket-opened': losing(bucketParts),
  'domain-lost': losing(['aws_cognito_user_pool_domain']),
  'client-lost': losing(['aws_cognito_user_pool_client']),
  'foundation-role-lost': both(
    losing(['aws_iam_role', 'aws_iam_policy', 'aws_iam_openid_connect_provider'], { in: foundation }),
    // A function's role is removed with its function.
    { forbids: [], passes: lost('aws_iam_role') },
  ),
  'group-lost': both(losing(['aws_cognito_user_group']), showing(['group-removed'], 'assignment-wider'), {
    forbids: lost('aws_cognito_user_group', { effects: ['group-removed'] }),
    passes: [],
  }),
  'scopes-lost': losing(['aws_cognito_resource_server']),
  'sender-lost': both(
    losing(['aws_sesv2_email_identity']),
    showing(['sender-lowered'], 'verification-weakened'),
  ),
  'api-lost': losing(['aws_apigatewayv2_api']),
  'okta-app-lost': losing(['okta_app_oauth', 'okta_app_group_assignments']),
  'logs-lost': both(losing(['aws_cloudwatch_log_group']), showing(['logs-shorter'], 'tokens-longer')),
  'provider-removed': both(
    losing(['aws_cognito_identity_provider']),
    showing(['provider-removed'], 'provider-issuer'),
  ),
  'gone-by-hand': {
    forbids: [
      'aws_cognito_identity_pool',
      'aws_cognito_user_pool',
      'aws_cognito_user_pool_client',
      'aws_cognito_user_pool_domain',
      'aws_dynamodb_table',
      'aws_dynamodb_table_replica',
      'aws_kms_key',
      'aws_s3_bucket',
      'aws_verifiedpermissions_policy_store',
    ].map((type) => ({ type, action: 'delete', section: 'drift' })),
    passes: [
      { type: 'aws_cognito_user_pool', action: 'update', section: 'drift' },
      { type: 'aws_cloudwatch_metric_alarm', action: 'delete', section: 'drift' },
      { type: 'aws_cognito_user_pool', action: 'delete' },
    ],
  },
  'pool-schema': showing(['schema-changed'], 'immutable-changed'),
  'pool-immutable': showing(['immutable-changed'], 'schema-changed'),
  'cannot-tell': both(showing(['unknown-guarded'], 'guarded-drift'), {
    forbids: [{ section: 'deferred' }],
    passes: [{ section: 'hidden', action: 'none' }],
  }),
  'claims-lost': showing(['hook-removed', 'tier-lowered'], 'hook-repointed'),
  'hook-repointed': showing(['hook-repointed'], 'hook-removed'),
  'hook-added': showing(['hook-added'], 'hook-repointed'),
  'function-reconfigured': showing(['function-reconfigured'], 'code-changed'),
  'sign-in-weakened': showing(
    ['mfa-lowered', 'password-weakened', 'threat-protection-lowered'],
    'recovery-lowered',
  ),
  'account-taken': showing(['account-recovery-wider', 'verification-weakened'], 'self-sign-up-opened'),
  'passkeys-lost': showing(['passkeys-lost'], 'sender-lowered'),
  'sign-up-opened': showing(['self-sign-up-opened'], 'user-existence-shown'),
  'accounts-shown': showing(['user-existence-shown'], 'self-sign-up-opened'),
  'protection-lowered': showing(
    ['protection-lowered', 'recovery-lowered', 'history-lowered'],
    'threat-protection-lowered',
  ),
  'data-expires': showing(['data-expires'], 'recovery-lowered'),
  'rights-outlive': showing(
    ['tokens-longer', 'revocation-off', 'decisions-longer', 'sessions-longer'],
    'logs-shorter',
  ),
  'callbacks-wider': showing(['callbacks-wider', 'logout-wider'], 'oauth-wider'),
  'client-wider': showing(['oauth-wider', 'auth-flows-wider', 'secret-dropped'], 'callbacks-wider'),
  'attributes-wider': showing(['attributes-wider'], 'oauth-wider'),
  'service-grows': showing(['service-scopes-grow', 'service-operations-grow'], 'service-limits-grow'),
  'suspension-lifted': showing(['suspension-lifted'], 'service-limits-grow'),
  'role-grows': showing(['iam-grows', 'boundary-removed'], 'trust-grows'),
  'trust-grows': showing(['trust-grows'], 'pipeline-trust'),
  'pipeline-trust': showing(['pipeline-trust'], 'trust-grows'),
  'function-called': showing(['lambda-permission-grows'], 'resource-policy-grows'),
  'resource-shared': showing(['resource-policy-grows'], 'lambda-permission-grows'),
  'credentials-wider': showing(['identity-pool-wider'], 'iam-grows'),
  'access-widens': showing(['cedar-widens'], 'cedar-may-widen'),
  'access-may-widen': showing(['cedar-may-widen'], 'cedar-widens'),
  'identity-source-wider': showing(['identity-source-wider'], 'registry-repointed'),
  'policies-unvalidated': showing(['policies-unvalidated'], 'cedar-may-widen'),
  'route-opened': showing(['route-opened'], 'decisions-longer'),
  'authorizer-changed': showing(['authorizer-changed', 'registry-repointed'], 'identity-source-wider'),
  'identity-headers-changed': showing(['identity-headers-changed'], 'backend-moved'),
  'backend-moved': showing(['backend-moved'], 'identity-headers-changed'),
  'provider-changed': showing(
    ['provider-issuer', 'provider-metadata', 'provider-certificate'],
    'provider-mapping',
  ),
  'provider-added': showing(['provider-added'], 'provider-domains'),
  'provider-lowered': showing(['provider-lowered'], 'provider-domains'),
  'staff-wider': showing(['assignment-wider'], 'provider-added'),
  'provider-mapping': showing(['provider-mapping'], 'provider-certificate'),
  'idp-initiated': showing(['idp-initiated'], 'provider-metadata'),
  'encryption-changed': showing(['encryption-changed'], 'protection-lowered'),
  'untouched-by-commit': showing(['untouched-by-commit'], 'guarded-drift'),
  'setting-reset': { ...showing(['setting-reset'], 'guarded-drift'), everywhere: true },
  'replica-by-hand': showing(['replica-by-hand'], 'setting-reset'),
  'guarded-drift': both(showing(['guarded-drift'], 'untouched-by-commit'), {
    forbids: [{ effects: ['guarded-drift'], section: 'drift' }],
    passes: [{ section: 'drift' }],
  }),
};
