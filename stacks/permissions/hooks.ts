import { boundary, policyArn, rolePath } from '../../environments/names';
import { allow, type ServiceRights } from './document';
import { arn, type Scope } from './scope';

/** Hooks with their aliases, log groups and alarms, told apart by the environment's name prefix. */
export function hooks(scope: Scope): ServiceRights {
  const { name } = scope.environment;
  const functions = [arn(scope, 'lambda', `function:${name}-*`)];
  const logGroup = arn(scope, 'logs', `log-group:/aws/lambda/${name}-*`);
  const alarms = [arn(scope, 'cloudwatch', `alarm:${name}-*`)];
  return {
    read: [
      allow(
        'ReadHooks',
        [
          'lambda:GetAlias',
          'lambda:GetAlias',
          'lambda:GetFunction',
          'lambda:GetFunctionCodeSigningConfig',
          'lambda:GetFunctionConcurrency',
          'lambda:GetFunctionConfiguration',
          'lambda:GetFunctionRecursionConfig',
          'lambda:GetPolicy',
          'lambda:GetRuntimeManagementConfig',
          'lambda:ListTags',
          'lambda:ListVersionsByFunction',
        ],
        functions,
      ),
      allow('ReadLogGroupSettings', ['logs:ListTagsForResource'], [logGroup, `${logGroup}:*`]),
      // Listing calls: they take a prefix, but IAM weighs them against every group or alarm of the account.
      allow('FindLogGroups', ['logs:DescribeLogGroups'], [arn(scope, 'logs', 'log-group:*')]),
      allow('FindAlarms', ['cloudwatch:DescribeAlarms'], [arn(scope, 'cloudwatch', 'alarm:*')]),
      allow('ReadAlarms', ['cloudwatch:ListTagsForResource'], alarms),
    ],
    write: [
      allow(
        'ChangeHooks',
        [
          'lambda:AddPermission',
          'lambda:CreateAlias',
          'lambda:CreateAlias',
          'lambda:CreateFunction',
          'lambda:DeleteAlias',
          'lambda:DeleteAlias',
          'lambda:DeleteFunction',
          'lambda:DeleteFunctionConcurrency',
          'lambda:PutFunctionConcurrency',
          'lambda:RemovePermission',
          'lambda:TagResource',
          'lambda:UntagResource',
          'lambda:UpdateAlias',
          'lambda:UpdateAlias',
          'lambda:UpdateFunctionCode',
          'lambda:UpdateFunctionConfiguration',
        ],
        functions,
      ),
      allow(
        'ChangeLogGroups',
        [
          'logs:CreateLogGroup',
          'logs:DeleteLogGroup',
          'logs:DeleteRetentionPolicy',
          'logs:PutRetentionPolicy',
          'logs:TagResource',
          'logs:UntagResource',
        ],
        [logGroup, `${logGroup}:*`],
      ),
      allow(
        'ChangeAlarms',
        [
          'cloudwatch:DeleteAlarms',
          'cloudwatch:PutMetricAlarm',
          'cloudwatch:TagResource',
          'cloudwatch:UntagResource',
        ],
        alarms,
      ),
    ],
  };
}

/**
 * Roles of hooks. They end at our IAM path, and each must carry the boundary, so that no role made here
 * can do more than the boundary allows: the deploy role cannot give away what it does not have.
 */
export function hookRoles(scope: Scope): ServiceRights {
  const { environment, account } = scope;
  const roles = [`arn:aws:iam::${scope.id}:role${rolePath(environment)}*`];
  const bounded = {
    StringEquals: { 'iam:PermissionsBoundary': policyArn(environment, account, boundary(environment)) },
  };
  return {
    read: [
      allow(
        'ReadRoles',
        [
          'iam:GetRole',
          'iam:GetRolePolicy',
          'iam:ListAttachedRolePolicies',
          'iam:ListInstanceProfilesForRole',
          'iam:ListRolePolicies',
          'iam:ListRoleTags',
        ],
        roles,
      ),
    ],
    write: [
      allow(
        'ChangeBoundedRoles',
        ['iam:CreateRole', 'iam:DeleteRolePolicy', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'],
        roles,
        bounded,
      ),
      allow(
        'ChangeRoles',
        ['iam:DeleteRole', 'iam:TagRole', 'iam:UntagRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole'],
        roles,
      ),
      allow('PassRolesToLambda', ['iam:PassRole'], roles, {
        StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
      }),
    ],
  };
}
