import { tableArn, tables } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, type Scope, taggedOurs } from './scope';

/**
 * Inviting a tenant's first administrator: a user of its pool, in its group, mapped to it. Only in tenants' pools, which
 * carry the tag `tenant`. It cannot set passwords, or change or remove existing users, but it can put any user into
 * any group: IAM has no condition on users and groups.
 */
export function invite(scope: Scope): Statement[] {
  const { environment, account } = scope;
  const { tenantRegistry, tenantUsers } = tables(environment);
  return [
    allow('FindTenants', ['dynamodb:GetItem'], [tableArn(environment, account, '*', tenantRegistry)]),
    allow(
      'InviteAdministrators',
      ['cognito-idp:AdminAddUserToGroup', 'cognito-idp:AdminCreateUser', 'cognito-idp:AdminGetUser'],
      [arn(scope, 'cognito-idp', 'userpool/*')],
      { ...taggedOurs(scope), Null: { 'aws:ResourceTag/tenant': 'false' } },
    ),
    allow('MapAdministrators', ['dynamodb:PutItem'], [tableArn(environment, account, '*', tenantUsers)]),
  ];
}
