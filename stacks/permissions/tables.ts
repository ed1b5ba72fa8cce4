import { tableArn, tables as tableNames } from '../../environments/names';
import { type Table, tablesOf } from '../../environments/placement/tables';
import { allow, type ServiceRights, type Statement } from './document';
import { arn, type Scope, serviceLinkedRole } from './scope';

const writtenByStacks: readonly Table[] = ['flowRegistry', 'services', 'tenantRegistry'];

/** Tables of the account whose items stacks write, in all its regions. */
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

/** The account's global tables and, of their items, the registries' entries that the flows' stacks write. */
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
      // Which replicas exist already, to be imported. `*`: ListTables has no resource level.
      allow('FindReplicas', ['dynamodb:ListTables'], ['*']),
      // The provider compares a copy's key with the region's own for DynamoDB, which it asks for by its alias. AWS
      // makes up that key's id, so the request's alias bounds the right ("kms:RequestAlias", KMS developer guide).
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
      // Adding a replica asks the caller for these in the new region ("Using IAM with global tables",
      // DynamoDB developer guide): DynamoDB copies the items in the caller's name.
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
      // The first replica of an account makes DynamoDB's own service-linked role.
      serviceLinkedRole(scope, 'CreateReplicationRole', 'replication.dynamodb.amazonaws.com'),
    ],
  };
}
