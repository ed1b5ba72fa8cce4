import { policyDocument, type Statement } from './document';
import type { Scope } from './scope';

/**
 * Policy of the state key. The account administers it through IAM, as is usual, so that the key can never
 * become unmanageable; but administering is all that is delegated. Using it is for four named roles, for
 * S3 alone: no IAM policy of the account, however broad, opens the states to anyone else. The deploy role may seal plan
 * sets with it, too, which hold parts of states.
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
    use('ReadState', ['kms:Decrypt'], [scope.planArn]),
    // Its own rights end at the ledgers and records of rotations, which lie in the same bucket.
    use('KeepRotations', ['kms:Decrypt', 'kms:GenerateDataKey'], [scope.rotateArn]),
    {
      Sid: 'SealPlanSets',
      Effect: 'Allow',
      Principal: account,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: thisKey,
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': [scope.deployArn] },
        // scripts/plan-set/seal.ts says so of every data key.
        StringEquals: { 'kms:EncryptionContext:purpose': 'fleet-plan-set' },
      },
    },
  ]);
}
