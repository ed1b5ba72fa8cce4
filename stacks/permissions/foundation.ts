import { stateBucket } from '../../environments/names';
import { allow, type Statement } from './document';
import type { Scope } from './scope';

/** Read access to the foundation itself, enough to plan it and detect drift. `keyArn` is the state key's. */
export function readFoundation(scope: Scope, keyArn: string): readonly Statement[] {
  const { environment, account, id } = scope;
  const own = `${environment.name}-fleet-*`;
  return [
    // What the provider reads of every bucket, whether or not we set it.
    allow(
      'ReadStateBucket',
      [
        's3:GetAccelerateConfiguration',
        's3:GetBucketAcl',
        's3:GetBucketCORS',
        's3:GetBucketLogging',
        's3:GetBucketObjectLockConfiguration',
        's3:GetBucketOwnershipControls',
        's3:GetBucketPolicy',
        's3:GetBucketPublicAccessBlock',
        's3:GetBucketRequestPayment',
        's3:GetBucketTagging',
        's3:GetBucketVersioning',
        's3:GetBucketWebsite',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
        's3:GetReplicationConfiguration',
      ],
      [`arn:aws:s3:::${stateBucket(environment, account)}`],
    ),
    allow(
      'ReadStateKey',
      ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
      [keyArn],
    ),
    // `*`: listing aliases has no resource level.
    allow('FindStateKey', ['kms:ListAliases'], ['*']),
    allow(
      'ReadFleetRoles',
      [
        'iam:GetPolicy',
        'iam:GetPolicyVersion',
        'iam:GetRole',
        'iam:ListAttachedRolePolicies',
        'iam:ListPolicyTags',
        'iam:ListPolicyVersions',
        'iam:ListRolePolicies',
        'iam:ListRoleTags',
      ],
      [`arn:aws:iam::${id}:role/${own}`, `arn:aws:iam::${id}:policy/${own}`],
    ),
    allow(
      'ReadPipelineTrust',
      ['iam:GetOpenIDConnectProvider', 'iam:ListOpenIDConnectProviderTags'],
      [`arn:aws:iam::${id}:oidc-provider/*`],
    ),
  ];
}
