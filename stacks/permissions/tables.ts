import { tableArn, tables as tableNames } from '../../environments/names';
import { type Table, tablesOf } from '../../environments/placement/tables';
import { allow, type ServiceRights, type Statement } from './document';
import { arn, type Scope, serviceLinkedRole } from './scope';

const writtenByStacks: readonly Table[] = ['flowRegistry', 'services', 'tenantRegistry'];

/** The account's tables whose items stacks write, in all regions. */
export function registryArns({ environment, account }: Scope): string[] {
  const placed = [...tablesOf(environment, account).keys()].filter((table) =>
    writtenByStacks.includes(table),
  );
  return placed.map((table) => tableArn(environment, account, '*', tableNames(environment)[table]));
}

/** Planning reads the registries' entries; applying may do so anyway, to fill replicas. */
export function readRegistries(scope: Scope): Statement[] {
  const registries = registryArns(scope);
  return registries.length > 0 ? [allow('ReadRegistries', ['dynamodb:GetItem'], registries)] : [];
}

/** The account's global tables and, among their items, the registry entries that the flows' stacks write. */
export function tables(scope: Scope): ServiceRights {
  const { environment, account } = scope;
  const placed = [...tablesOf(environment, account).keys()];
  if (placed.length === 0) return { read: [], write: [] };
  const names = tableNames(environment);
  const all = placed.map((table) => tableArn(environment, account, '*', names[table]));
  return {
    read: [
      allow(
        'ReadTables',
        [
          'dynamodb:DescribeContinuousBackups',
          'dynamodb:DescribeTable',
          'dynamodb:DescribeTimeToLive',
          'dynamodb:ListTagsOfResource',
        ],
        all,
      ),
      // Finds existing replicas to import. `*`: ListTables has no resource level.
      allow('FindReplicas', ['dynamodb:ListTables'], ['*']),
      // The provider compares a replica's key with the region's default key for DynamoDB, which it looks up by alias. AWS
      // generates that key's id, so the request's alias limits the right ("kms:RequestAlias", KMS developer guide).
      allow('ReadTableKeys', ['kms:DescribeKey'], [arn(scope, 'kms', 'key/*')], {
        StringEquals: { 'kms:RequestAlias': 'alias/aws/dynamodb' },
      }),
    ],
    write: [
      allow(
        'ChangeTables',
        [
          'dynamodb:CreateTable',
          'dynamodb:CreateTableReplica',
          'dynamodb:DeleteTable',
          'dynamodb:DeleteTableReplica',
          'dynamodb:TagResource',
          'dynamodb:UntagResource',
          'dynamodb:UpdateContinuousBackups',
          'dynamodb:UpdateTable',
        ],
        all,
      ),
      // Adding a replica requires these from the caller in the new region ("Using IAM with global tables",
      // DynamoDB developer guide): DynamoDB copies the items on the caller's behalf.
      allow(
        'FillReplicas',
        [
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:Scan',
          'dynamodb:UpdateItem',
        ],
        all,
      ),
      // With an account's first replica, DynamoDB creates its service-linked role.
      serviceLinkedRole(scope, 'CreateReplicationRole', 'replication.dynamodb.amazonaws.com'),
    ],
  };
}
