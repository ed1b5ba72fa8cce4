import { tableArn, tables } from '../../environments/names';
import { allow, policyDocument } from './document';
import { arn, type Scope } from './scope';

/** The most that any hook may ever do, whatever its own policy says: read our tables, write its own log. */
export function boundaryDocument(scope: Scope): string {
  const { environment, account, id } = scope;
  const named = Object.values(tables(environment)).map((table) => tableArn(environment, account, '*', table));
  return policyDocument([
    allow('ReadTables', ['dynamodb:BatchGetItem', 'dynamodb:GetItem'], named),
    // Only through DynamoDB, for tables under a key of this account.
    allow('DecryptTables', ['kms:Decrypt'], [`arn:aws:kms:*:${id}:key/*`], {
      StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' },
    }),
    allow(
      'WriteLogs',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [arn(scope, 'logs', `log-group:/aws/lambda/${environment.name}-*`)],
    ),
  ]);
}
