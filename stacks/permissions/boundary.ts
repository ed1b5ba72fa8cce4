import { tableArn, tables } from '../../environments/names';
import { tablesOf } from '../../environments/placement/tables';
import { customerRights } from './customer';
import { allow, policyDocument, type Statement } from './document';
import { edgeCeiling } from './edge';
import { traceActions } from './function-role';
import { providerCeiling } from './identity-providers';
import { arn, type Scope, viaDynamodb } from './scope';

/** What the account's flows do with tables: read, and add tenants' users. */
function tableRights(scope: Scope): Statement[] {
  const { environment, account, id } = scope;
  const placed = [...tablesOf(environment, account).keys()];
  if (placed.length === 0) return [];
  const names = tables(environment);
  const anyRegion = (table: string) => tableArn(environment, account, '*', table);
  return [
    allow(
      'ReadTables',
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
      placed.map((table) => anyRegion(names[table])),
    ),
    // DynamoDB decrypts a table on the reader's behalf, with each region's AWS-managed key, known only by its alias
    // (DynamoDB developer guide, "Encryption at rest usage notes"). That key's policy admits every reader in the
    // account; this keeps the boundary from blocking it.
    allow('DecryptTables', ['kms:Decrypt'], [`arn:aws:kms:*:${id}:key/*`], {
      StringEquals: viaDynamodb(scope),
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/aws/dynamodb'] },
    }),
    ...(placed.includes('tenantUsers')
      ? [allow('MapUsers', ['dynamodb:PutItem'], [anyRegion(names.tenantUsers)])]
      : []),
  ];
}

/**
 * The most that any role of a function or of Cognito may ever do, whatever its own policy says: what the flows of
 * this account need. It belongs to the foundation, so the pipeline that changes a role cannot raise its ceiling.
 */
export const boundaryDocument = (scope: Scope): string =>
  policyDocument([
    allow(
      'WriteLogs',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [arn(scope, 'logs', `log-group:/aws/lambda/${scope.environment.name}-*`)],
    ),
    // `*`: X-Ray has no resource level.
    allow('WriteTraces', traceActions, ['*']),
    ...tableRights(scope),
    ...customerRights(scope),
    ...providerCeiling(scope),
    ...edgeCeiling(scope),
  ]);
