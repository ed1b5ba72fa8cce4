import { tableArn, tables } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs } from './scope';

/**
 * Marking a tenant as suspended in the registry, and taking the mark away. The mark is an item beside the tenant's own;
 * the condition on attributes keeps everything that the tenant's own says, such as the pool that is trusted, out of reach
 * ("Using IAM policy conditions for fine-grained access control", DynamoDB developer guide; for an update it asks to limit
 * what is returned, too).
 */
const suspendTenants = ({ environment, account }: Scope): Statement =>
  allow(
    'SuspendTenants',
    ['dynamodb:UpdateItem'],
    [tableArn(environment, account, '*', tables(environment).tenantRegistry)],
    {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['tenant_id', 'region', 'suspended_at'] },
      StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'] },
    },
  );

/**
 * What operating the pools of an account takes: signing users out everywhere, and suspending a tenant. It makes, changes and
 * reads nothing else, and lets nobody in.
 */
export function operate(scope: Scope): Statement[] {
  const pools = [arn(scope, 'cognito-idp', 'userpool/*')];
  return [
    // `*`: listing pools knows no resource.
    allow('FindPools', ['cognito-idp:ListUserPools'], ['*']),
    allow(
      'SignUsersOut',
      [
        'cognito-idp:AdminGetUser',
        'cognito-idp:AdminUserGlobalSignOut',
        'cognito-idp:DescribeUserPool',
        'cognito-idp:ListUsers',
      ],
      pools,
      taggedOurs(scope),
    ),
    ...(hasCells(scope) ? [suspendTenants(scope)] : []),
  ];
}
