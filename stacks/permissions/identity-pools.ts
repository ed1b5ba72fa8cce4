import { identityBoundary, identityRolePath, policyArn } from '../../environments/names';
import type { Environment, IdentityPool } from '../../environments/schema';
import { allow, type ServiceRights } from './document';
import { arn, type Scope, taggedOurs, taggingOurs } from './scope';

/** An account's identity pools, one for each flow that has one. */
export const identityPoolsOf = (environment: Environment, account: string): readonly IdentityPool[] =>
  (['customer', 'internal'] as const).flatMap((flow) => {
    const pool = environment.accounts[account]?.flows.includes(flow) && environment[flow]?.identityPool;
    return pool ? [pool] : [];
  });

/** Identity pools, identified by tag since AWS generates their ids, and the roles that they hand out. */
export function identityPools(scope: Scope): ServiceRights {
  const { environment, account, id } = scope;
  if (identityPoolsOf(environment, account).length === 0) return { read: [], write: [] };
  const pools = [arn(scope, 'cognito-identity', 'identitypool/*')];
  const roles = [`arn:aws:iam::${id}:role${identityRolePath(environment)}*`];
  return {
    read: [
      allow(
        'ReadIdentityPools',
        [
          'cognito-identity:DescribeIdentityPool',
          'cognito-identity:GetIdentityPoolRoles',
          'cognito-identity:GetPrincipalTagAttributeMap',
          'cognito-identity:ListTagsForResource',
        ],
        pools,
        taggedOurs(scope),
      ),
    ],
    write: [
      // `*`: the pool does not exist yet; it must be created with our tags.
      allow('CreateIdentityPools', ['cognito-identity:CreateIdentityPool'], ['*'], taggingOurs(scope)),
      // After a killed apply, adoption looks for what it created (docs/adoption.md). `*`: listing has no resource level.
      allow('FindIdentityPools', ['cognito-identity:ListIdentityPools'], ['*']),
      allow('TagNewIdentityPools', ['cognito-identity:TagResource'], pools, taggingOurs(scope)),
      allow(
        'ChangeIdentityPools',
        [
          'cognito-identity:DeleteIdentityPool',
          'cognito-identity:TagResource',
          'cognito-identity:UntagResource',
          'cognito-identity:UpdateIdentityPool',
        ],
        pools,
        taggedOurs(scope),
      ),
      // `*`: neither has a resource level, so tags cannot limit them. `PassIdentityRoles` limits which roles a pool may
      // hand out, and each role's trust names its pool.
      allow(
        'SetIdentityPoolRoles',
        ['cognito-identity:SetIdentityPoolRoles', 'cognito-identity:SetPrincipalTagAttributeMap'],
        ['*'],
      ),
      // Reading, tagging and deleting them is covered by the rights over every role at our path.
      allow(
        'ChangeIdentityRoles',
        ['iam:CreateRole', 'iam:DeleteRolePolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'],
        roles,
        {
          StringEquals: {
            'iam:PermissionsBoundary': policyArn(environment, account, identityBoundary(environment)),
          },
        },
      ),
      // The pool hands them out; groups name them, so that tokens say which.
      allow('PassIdentityRoles', ['iam:PassRole'], roles, {
        StringEquals: {
          'iam:PassedToService': ['cognito-identity.amazonaws.com', 'cognito-idp.amazonaws.com'],
        },
      }),
    ],
  };
}
