import { tableArn, tables } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs } from './scope';

/**
 * Marking a tenant as suspended in the registry, and removing the mark. The mark is a separate item from the tenant's;
 * the condition on attributes keeps the tenant's own attributes, such as the trusted pool, out of reach
 * ("Using IAM policy conditions for fine-grained access control", DynamoDB developer guide, which for updates also
 * requires limiting what is returned).
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
 * Rights to operate an account's pools: signing users out everywhere, and suspending a tenant. It creates, changes and
 * reads nothing else, and lets nobody in.
 */
export function operate(scope: Scope): Statement[] {
  const pools = [arn(scope, 'cognito-idp', 'userpool/*')];
  return [
    // `*`: listing pools has no resource level.
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
