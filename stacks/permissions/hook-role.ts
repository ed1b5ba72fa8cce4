import { accountId, tableArn } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { allow, policyDocument } from './document';

/** Lambda, and nobody else, runs as a hook. */
export const hookTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Lambda',
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: ['sts:AssumeRole'],
    },
  ],
});

/**
 * All that one hook may do: read items of its tables by key, and write its own log. It may not create its
 * log group, query, scan or write. The `*` stands for the log streams, which Lambda names.
 */
export function hookDocument(
  { environment, account, region }: Target,
  { functionName, tables }: { functionName: string; tables: readonly string[] },
): string {
  const logGroup = `arn:aws:logs:${region}:${accountId(environment, account)}:log-group:/aws/lambda/${functionName}`;
  return policyDocument([
    allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroup}:*`]),
    ...(tables.length === 0
      ? []
      : [
          allow(
            'ReadTables',
            ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
            tables.map((table) => tableArn(environment, account, region, table)),
          ),
        ]),
  ]);
}
