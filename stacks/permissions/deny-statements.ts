import { stateBucket, tableArn, tables } from '../../environments/names';
import type { Protections } from '../protection';
import type { Statement } from './document';
import { madeForEmail } from './email';
import type { Scope } from './scope';
import { foundationState } from './state';

const deny = (Sid: string, Action: readonly string[], Resource: readonly string[]): Statement => ({
  Sid,
  Effect: 'Deny',
  Action,
  Resource,
});

/**
 * Whatever else the deploy role is granted, it stays within our regions and cannot touch its own foundation. `keyArn` is
 * the state key's.
 */
export function denyStatements(
  scope: Scope,
  { keyArn, deletionProtection }: { keyArn: string } & Pick<Protections, 'deletionProtection'>,
): readonly Statement[] {
  const { environment, account, id } = scope;
  const bucket = `arn:aws:s3:::${stateBucket(environment, account)}`;
  const foundation = [
    `arn:aws:iam::${id}:role/${environment.name}-fleet-*`,
    `arn:aws:iam::${id}:policy/${environment.name}-fleet-*`,
    `arn:aws:iam::${id}:oidc-provider/*`,
    scope.bootstrapArn,
  ];
  const allTables = Object.values(tables(environment)).map((table) =>
    tableArn(environment, account, '*', table),
  );
  const { identities } = madeForEmail(scope);
  return [
    {
      Sid: 'OtherRegions',
      Effect: 'Deny',
      // IAM, STS and CloudFront are global, and their requests count as made in a region of AWS's choice.
      NotAction: ['cloudfront:UpdateDistribution', 'iam:*', 'sts:*'],
      // `*`: a deny, so it applies everywhere.
      Resource: ['*'],
      Condition: { StringNotEquals: { 'aws:RequestedRegion': environment.regions } },
    },
    deny(
      'ChangeFoundationRights',
      [
        'iam:Add*',
        'iam:Attach*',
        'iam:Create*',
        'iam:Delete*',
        'iam:Detach*',
        'iam:PassRole',
        'iam:Put*',
        'iam:Remove*',
        'iam:Set*',
        'iam:Tag*',
        'iam:Untag*',
        'iam:Update*',
      ],
      foundation,
    ),
    // `*`: no role at all may lose its boundary.
    deny('DropBoundaries', ['iam:DeleteRolePermissionsBoundary'], ['*']),
    deny(
      'ChangeStateBucket',
      ['s3:Delete*', 's3:PutBucket*', 's3:PutEncryptionConfiguration', 's3:PutLifecycleConfiguration'],
      [bucket],
    ),
    deny('ForgetStates', ['s3:DeleteObjectVersion', 's3:PutObjectAcl'], [`${bucket}/*`]),
    deny('ChangeFoundationState', ['s3:DeleteObject', 's3:PutObject'], [foundationState(scope)]),
    // `*`: KMS rights cannot be limited to an alias here, and the deploy role administers no keys at all.
    deny(
      'ChangeKeys',
      [
        'kms:DeleteAlias',
        'kms:DisableKey',
        'kms:DisableKeyRotation',
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'kms:UpdateAlias',
      ],
      ['*'],
    ),
    // DynamoDB and Lambda create grants on the keys of tables and functions on behalf of their creator (DynamoDB
    // developer guide, "Using grants to authorize DynamoDB"); any other grant would open a key permanently.
    // `*`: as above. A request that does not say whom the grant is for is refused too.
    {
      Sid: 'GrantKeys',
      Effect: 'Deny',
      Action: ['kms:CreateGrant'],
      Resource: ['*'],
      Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
    },
    deny('GrantStateKey', ['kms:CreateGrant'], [keyArn]),
    // In addition to AWS's deletion protection of tables, which the deploy role could lift, and in place of that of
    // policy stores, which this provider cannot set, and of SES, which has none.
    ...(deletionProtection
      ? [
          deny('DeleteTables', ['dynamodb:DeleteTable', 'dynamodb:DeleteTableReplica'], allTables),
          deny(
            'DeletePolicyStores',
            ['verifiedpermissions:DeletePolicyStore'],
            [`arn:aws:verifiedpermissions::${id}:policy-store/*`],
          ),
          ...(identities.length > 0
            ? [deny('DeleteEmailIdentities', ['ses:DeleteEmailIdentity'], identities)]
            : []),
        ]
      : []),
  ];
}
