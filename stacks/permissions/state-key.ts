import { policyDocument, type Statement } from './document';
import { hasCells, type Scope } from './scope';

/**
 * Policy of the state key. The account administers it through IAM, as is usual, so that the key can never
 * become unmanageable; but only administration is delegated. Five named roles may use it, only through
 * S3: no IAM policy of the account, however broad, opens the states to anyone else. The deploy role may also encrypt
 * plan sets with it, which contain parts of states, and the export role the exports of tenants that leave.
 */
export function keyDocument(scope: Scope): string {
  const account = { AWS: `arn:aws:iam::${scope.id}:root` };
  // In a key policy `*` means this key.
  const thisKey = ['*'];
  const use = (Sid: string, Action: readonly string[], roles: readonly string[]): Statement => ({
    Sid,
    Effect: 'Allow',
    Principal: account,
    Action,
    Resource: thisKey,
    Condition: {
      ArnEquals: { 'aws:PrincipalArn': roles },
      StringEquals: { 'kms:ViaService': `s3.${scope.homeRegion}.amazonaws.com` },
    },
  });
  // The encryption context states the purpose (scripts/aws/state-key.ts), so neither role can decrypt the other's data.
  const sealing = (Sid: string, role: string, purpose: string): Statement => ({
    Sid,
    Effect: 'Allow',
    Principal: account,
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: thisKey,
    Condition: {
      ArnEquals: { 'aws:PrincipalArn': [role] },
      StringEquals: { 'kms:EncryptionContext:purpose': purpose },
    },
  });
  return policyDocument([
    {
      Sid: 'Administer',
      Effect: 'Allow',
      Principal: account,
      Action: [
        'kms:CancelKeyDeletion',
        'kms:CreateAlias',
        'kms:DeleteAlias',
        'kms:DescribeKey',
        'kms:DisableKey',
        'kms:DisableKeyRotation',
        'kms:EnableKey',
        'kms:EnableKeyRotation',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListKeyPolicies',
        'kms:ListResourceTags',
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateAlias',
        'kms:UpdateKeyDescription',
      ],
      Resource: thisKey,
    },
    use('WriteState', ['kms:Decrypt', 'kms:GenerateDataKey'], [scope.deployArn, scope.bootstrapArn]),
    // Its IAM rights are limited to the exports.
    ...(hasCells(scope)
      ? [use('WriteExports', ['kms:Decrypt', 'kms:GenerateDataKey'], [scope.exportArn])]
      : []),
    use('ReadState', ['kms:Decrypt'], [scope.planArn]),
    // Its own rights are limited to the rotations' ledgers and records, which are in the same bucket.
    use('KeepRotations', ['kms:Decrypt', 'kms:GenerateDataKey'], [scope.rotateArn]),
    sealing('SealPlanSets', scope.deployArn, 'fleet-plan-set'),
    ...(hasCells(scope) ? [sealing('SealExports', scope.exportArn, 'fleet-tenant-export')] : []),
  ]);
}
