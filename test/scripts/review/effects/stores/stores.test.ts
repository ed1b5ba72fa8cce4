import type { Json } from '../../../../../scripts/review/model';
import type { Attributes } from '../../../../../scripts/review/planned';
import { encryption, full, key, lifecycle, policyStore, publicAccess, table, tableReplica } from '../full';
import { edit, effects, ids, planned, seesWeakening, type Weakening } from '../planned';

type Row = [type: string, ...Weakening];
const bucketRules = (noncurrent: Attributes, more: Attributes = {}): { [key: string]: Json }[] => [
  {
    id: 'r',
    status: 'Enabled',
    noncurrent_version_expiration: [noncurrent as { [key: string]: Json }],
    ...more,
  },
];

test.each<Row>([
  ['aws_dynamodb_table', 'deletion_protection_enabled', true, false, 'protection-lowered', /off, now on/],
  ['aws_dynamodb_table', 'deletion_protection_enabled', true, null, 'protection-lowered', /off, now on/],
  ['aws_dynamodb_table', 'point_in_time_recovery.enabled', true, false, 'recovery-lowered', /off, now on/],
  [
    'aws_dynamodb_table',
    'point_in_time_recovery',
    [{ enabled: true }],
    [],
    'recovery-lowered',
    /off, now on/,
  ],
  [
    'aws_dynamodb_table',
    'point_in_time_recovery.recovery_period_in_days',
    35,
    7,
    'recovery-lowered',
    'it could be restored to any time in the last 7 days, now 35',
  ],
  [
    'aws_dynamodb_table',
    'server_side_encryption.enabled',
    true,
    false,
    'encryption-changed',
    /DynamoDB's own key/,
  ],
  [
    'aws_dynamodb_table',
    'replica',
    [{ region_name: 'eu-west-1' }, { region_name: 'us-east-1' }],
    [{ region_name: 'eu-west-1' }],
    'replica-removed',
    'its copy in us-east-1 would be removed',
  ],
  ['aws_dynamodb_table', 'ttl.enabled', false, true, 'data-expires', /deleted/],
  [
    'aws_dynamodb_table_replica',
    'deletion_protection_enabled',
    true,
    false,
    'protection-lowered',
    /of the copy/,
  ],
  ['aws_dynamodb_table_replica', 'point_in_time_recovery', true, false, 'recovery-lowered', /of the copy/],
  [
    'aws_kms_key',
    'deletion_window_in_days',
    30,
    7,
    'protection-lowered',
    'if deleted, it would be gone after 7 days, now 30',
  ],
  [
    'aws_kms_key',
    'bypass_policy_lockout_safety_check',
    false,
    true,
    'protection-lowered',
    /locks everyone out/,
  ],
  ['aws_kms_key', 'enable_key_rotation', true, false, 'encryption-changed', 'it would no longer be rotated'],
  ['aws_kms_key', 'rotation_period_in_days', 365, 2560, 'encryption-changed', /every 2560 days, now 365/],
  ['aws_kms_key', 'is_enabled', true, false, 'encryption-changed', /nobody could/],
  ['aws_s3_bucket', 'force_destroy', false, true, 'protection-lowered', /with everything in it/],
  [
    'aws_s3_bucket_versioning',
    'versioning_configuration.status',
    'Enabled',
    'Suspended',
    'history-lowered',
    /lost/,
  ],
  [
    'aws_s3_bucket_public_access_block',
    'block_public_acls',
    true,
    false,
    'resource-policy-grows',
    /would be accepted/,
  ],
  [
    'aws_s3_bucket_public_access_block',
    'block_public_policy',
    true,
    false,
    'resource-policy-grows',
    /policy/,
  ],
  [
    'aws_s3_bucket_public_access_block',
    'ignore_public_acls',
    true,
    null,
    'resource-policy-grows',
    /take effect/,
  ],
  [
    'aws_s3_bucket_public_access_block',
    'restrict_public_buckets',
    true,
    false,
    'resource-policy-grows',
    /policy/,
  ],
  [
    'aws_s3_bucket_ownership_controls',
    'rule.object_ownership',
    'BucketOwnerEnforced',
    'ObjectWriter',
    'resource-policy-grows',
    /ACLs/,
  ],
  [
    'aws_s3_bucket_server_side_encryption_configuration',
    'rule.apply_server_side_encryption_by_default.sse_algorithm',
    'aws:kms',
    'AES256',
    'encryption-changed',
    'new states would be encrypted with AES256, now aws:kms',
  ],
  [
    'aws_s3_bucket_lifecycle_configuration',
    'rule',
    bucketRules({ noncurrent_days: 90, newer_noncurrent_versions: 20 }),
    bucketRules({ noncurrent_days: 7, newer_noncurrent_versions: 20 }),
    'history-lowered',
    'old versions would be kept for 7 days, now 90',
  ],
  [
    'aws_s3_bucket_lifecycle_configuration',
    'rule',
    bucketRules({ noncurrent_days: 90, newer_noncurrent_versions: 20 }),
    bucketRules({ noncurrent_days: 90, newer_noncurrent_versions: 1 }),
    'history-lowered',
    '1 old version would be kept regardless of age, now 20',
  ],
  [
    'aws_s3_bucket_lifecycle_configuration',
    'rule',
    bucketRules({ noncurrent_days: 90, newer_noncurrent_versions: 20 }),
    bucketRules({ noncurrent_days: 90 }),
    'history-lowered',
    '0 old versions would be kept regardless of age, now 20',
  ],
  [
    'aws_s3_bucket_lifecycle_configuration',
    'rule',
    bucketRules({}),
    bucketRules({ noncurrent_days: 90, newer_noncurrent_versions: 20 }),
    'history-lowered',
    'old versions would be kept for 90 days, now for ever',
  ],
  [
    'aws_s3_bucket_lifecycle_configuration',
    'rule',
    bucketRules({ noncurrent_days: 90 }),
    bucketRules({ noncurrent_days: 90 }, { expiration: [{ days: 30 }] }),
    'history-lowered',
    'current objects would be kept for 30 days, now for ever',
  ],
  [
    'aws_verifiedpermissions_policy_store',
    'validation_settings.mode',
    'STRICT',
    'OFF',
    'policies-unvalidated',
    'validation would be OFF, now STRICT',
  ],
  [
    'aws_verifiedpermissions_policy_store',
    'deletion_protection',
    'ENABLED',
    'DISABLED',
    'protection-lowered',
    /DISABLED/,
  ],
])('%s: %s from %j to %j', (type, ...row) => seesWeakening(type, full[type] as Attributes, row));

test.each([
  ['aws_dynamodb_table', table, 'server_side_encryption.kms_key_arn'],
  ['aws_dynamodb_table_replica', tableReplica, 'kms_key_arn'],
  ['aws_kms_alias', full.aws_kms_alias as Attributes, 'target_key_id'],
  [
    'aws_s3_bucket_server_side_encryption_configuration',
    encryption,
    'rule.apply_server_side_encryption_by_default.kms_master_key_id',
  ],
])('%s: a different key is reported in both directions', (type, before, path) => {
  const after = edit(before, path, 'another');
  expect(ids(type, before, after)).toEqual(['encryption-changed']);
  expect(ids(type, after, before)).toEqual(['encryption-changed']);
});

test('disabling or removing a lifecycle rule, or cleaning up delete markers, deletes nothing', () => {
  const type = 'aws_s3_bucket_lifecycle_configuration';
  expect(effects(type, lifecycle, edit(lifecycle, 'rule', []))).toEqual([]);
  const markers = { expiration: [{ days: 0, expired_object_delete_marker: true }] };
  const [plain, cleaning] = [{}, markers].map((more) =>
    edit(lifecycle, 'rule', bucketRules({ noncurrent_days: 90 }, more)),
  ) as [Attributes, Attributes];
  expect(effects(type, plain, cleaning)).toEqual([]);
  const off = { ...bucketRules({ noncurrent_days: 1 })[0], status: 'Disabled' };
  expect(
    effects(type, lifecycle, edit(lifecycle, 'rule', [...(lifecycle.rule as object[]), off] as never)),
  ).toEqual([]);
});

test.each([
  ['aws_s3_bucket_versioning', 'history-lowered'],
  ['aws_s3_bucket_public_access_block', 'resource-policy-grows'],
  ['aws_s3_bucket_ownership_controls', 'resource-policy-grows'],
  ['aws_s3_bucket_server_side_encryption_configuration', 'encryption-changed'],
])('%s: its destruction turns it off, unless the bucket is destroyed too', (type, id) => {
  const before = full[type] as Attributes;
  expect(ids(type, before, undefined)).toEqual([id]);
  expect(ids(type, before, undefined, { action: 'forget' })).toEqual([]);
  expect(
    ids(type, before, undefined, {}, [planned('aws_s3_bucket', { bucket: 'states' }, undefined)]),
  ).toEqual([]);
});

test('destroying a replica is reported, unless its table is destroyed too', () => {
  const type = 'aws_dynamodb_table_replica';
  expect(effects(type, tableReplica, undefined)).toEqual([
    { id: 'replica-removed', what: 'a copy of prod-tenant-registry would be removed' },
  ]);
  expect(
    effects(type, tableReplica, undefined, {}, [planned('aws_dynamodb_table', table, undefined)]),
  ).toEqual([]);
});

test.each([
  ['aws_dynamodb_table', table, 'deletion_protection_enabled'],
  ['aws_dynamodb_table', table, 'point_in_time_recovery'],
  ['aws_dynamodb_table', table, 'replica'],
  ['aws_kms_key', key, 'enable_key_rotation'],
  ['aws_s3_bucket_public_access_block', publicAccess, 'block_public_acls'],
  ['aws_s3_bucket_server_side_encryption_configuration', encryption, 'rule'],
  ['aws_verifiedpermissions_policy_store', policyStore, 'validation_settings'],
])('%s: an unknown %s does not count as removed', (type, before, path) => {
  expect(effects(type, before, edit(before, path, null), { unknown: { [path]: true } })).toEqual([]);
});
