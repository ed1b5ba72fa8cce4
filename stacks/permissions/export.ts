import { stateBucket, tableArn, tables } from '../../environments/names';
import { allow, type Statement } from './document';
import { arn, type Scope, taggedOurs } from './scope';

/**
 * Exporting a tenant: reading its users, groups and policies, its registry entry and its users' mappings, only in
 * tenants' pools, which carry the tag `tenant`; and writing, encrypted, only below `exports/` in the state bucket. It
 * changes no user and removes nothing.
 * @param keyArn ARN of the state key
 */
export function exportTenants(scope: Scope, keyArn: string): Statement[] {
  const { environment, account, id } = scope;
  const { tenantRegistry, tenantUsers } = tables(environment);
  const bucket = `arn:aws:s3:::${stateBucket(environment, account)}`;
  return [
    allow('ReadRegistry', ['dynamodb:GetItem'], [tableArn(environment, account, '*', tenantRegistry)]),
    allow('ReadMappings', ['dynamodb:BatchGetItem'], [tableArn(environment, account, '*', tenantUsers)]),
    allow(
      'ReadTenants',
      [
        'cognito-idp:DescribeUserPool',
        'cognito-idp:ListGroups',
        'cognito-idp:ListUsers',
        'cognito-idp:ListUsersInGroup',
      ],
      [arn(scope, 'cognito-idp', 'userpool/*')],
      { ...taggedOurs(scope), Null: { 'aws:ResourceTag/tenant': 'false' } },
    ),
    // ARNs of policy stores have no region, and AWS generates their ids.
    allow(
      'ReadPolicies',
      ['verifiedpermissions:GetPolicy', 'verifiedpermissions:ListPolicies'],
      [`arn:aws:verifiedpermissions::${id}:policy-store/*`],
    ),
    // Without it, a missing object looks like a forbidden one. It reveals names of states but no content.
    allow('ListExports', ['s3:ListBucket'], [bucket]),
    allow('WriteExports', ['s3:GetObject', 's3:PutObject'], [`${bucket}/exports/*`]),
    allow('SealExports', ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]),
  ];
}
