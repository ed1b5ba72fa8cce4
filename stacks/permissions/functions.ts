import { boundary, policyArn, rolePath, smsRole } from '../../environments/names';
import { sendsTexts } from './customer';
import { allow, type ServiceRights, type Statement } from './document';
import { callProviderFunctions } from './identity-providers';
import { arn, type Scope } from './scope';

/**
 * Lambda inspects a function's network on the caller's behalf.
 * `*`: listing calls have no resource level.
 */
const inVpc = allow(
  'FindNetworks',
  ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
  ['*'],
);

/** Cognito sends text messages as this role; the deploy role may pass it no other. */
function passSmsRole(scope: Scope): Statement[] {
  if (!sendsTexts(scope)) return [];
  const { environment, id } = scope;
  const roles = environment.regions.map(
    (region) => `arn:aws:iam::${id}:role${rolePath(environment)}${smsRole(environment, region)}`,
  );
  return [
    allow('PassSmsRole', ['iam:PassRole'], roles, {
      StringEquals: { 'iam:PassedToService': 'cognito-idp.amazonaws.com' },
    }),
  ];
}

/**
 * A rollout checks that the organisation's topic exists before it creates the first alarm: CloudWatch would create the
 * alarm without it, and its notifications would go nowhere.
 */
export const alarmTopic = (scope: Scope): Statement =>
  allow('FindAlarmTopic', ['sns:GetTopicAttributes'], [arn(scope, 'sns', scope.environment.alarmTopic)]);

/** Functions with their aliases, log groups and alarms, identified by the environment's name prefix. */
export function functions(scope: Scope): ServiceRights {
  const { name } = scope.environment;
  const named = [arn(scope, 'lambda', `function:${name}-*`)];
  const logGroup = arn(scope, 'logs', `log-group:/aws/lambda/${name}-*`);
  const alarms = [arn(scope, 'cloudwatch', `alarm:${name}-*`)];
  return {
    read: [
      allow(
        'ReadFunctions',
        [
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
        named,
      ),
      allow('ReadLogGroupSettings', ['logs:ListTagsForResource'], [logGroup, `${logGroup}:*`]),
      // `*`: listing groups has no resource level.
      allow('FindLogGroups', ['logs:DescribeLogGroups'], ['*']),
      // Listing alarms takes a prefix, but IAM checks it against every alarm of the account.
      allow('FindAlarms', ['cloudwatch:DescribeAlarms'], [arn(scope, 'cloudwatch', 'alarm:*')]),
      allow('ReadAlarms', ['cloudwatch:ListTagsForResource'], alarms),
    ],
    write: [
      allow(
        'ChangeFunctions',
        [
          'lambda:AddPermission',
          'lambda:CreateAlias',
          'lambda:CreateFunction',
          'lambda:DeleteAlias',
          'lambda:DeleteFunction',
          'lambda:DeleteFunctionConcurrency',
          'lambda:PutFunctionConcurrency',
          'lambda:RemovePermission',
          'lambda:TagResource',
          'lambda:UntagResource',
          'lambda:UpdateAlias',
          'lambda:UpdateFunctionCode',
          'lambda:UpdateFunctionConfiguration',
        ],
        named,
      ),
      ...callProviderFunctions(scope),
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
      ...(scope.environment.accounts[scope.account]?.flows.includes('customer') ? [inVpc] : []),
    ],
  };
}

/**
 * Roles of functions, and the one that sends text messages. Limited to our IAM path, and each role must carry the
 * boundary, so that none can do more than the boundary allows: the deploy role cannot give away what it does not have.
 */
export function functionRoles(scope: Scope): ServiceRights {
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
        // A role that may not exist has no known path: whether a killed apply created it is looked up by name.
        [...roles, `arn:aws:iam::${scope.id}:role/${environment.name}-*`],
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
      ...passSmsRole(scope),
    ],
  };
}
