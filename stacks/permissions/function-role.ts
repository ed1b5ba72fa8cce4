import { accountId, tableArn } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { allow, policyDocument, type Statement } from './document';

/** Only Lambda may assume a function's role. */
export const functionTrust = JSON.stringify({
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

/** X-Ray rights of every function; its API has no resource level. */
export const traceActions = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** What Lambda does with the role to attach a function to a VPC. */
export const networkActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Lambda creates and removes the interfaces, and requires these rights on every resource (Lambda developer guide,
 * "Required IAM permissions"). The function's own code never needs them, so they are denied to it.
 */
const network = (functionArn: string): Statement[] => [
  // `*`: Lambda checks the role before any interface exists, and listing has no resource level.
  allow('JoinNetwork', networkActions, ['*']),
  {
    Sid: 'NotTheCode',
    Effect: 'Deny',
    Action: networkActions,
    // `*`: a deny.
    Resource: ['*'],
    Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
  },
];

/**
 * Everything one function may do: write its own log and traces, and its `rights`. It may not create its
 * log group. The `*` after the log group covers its streams, which Lambda names.
 */
export function functionDocument(
  { environment, account, region }: Target,
  { name, rights, inVpc }: { name: string; rights: readonly Statement[]; inVpc: boolean },
): string {
  const id = accountId(environment, account);
  return policyDocument([
    allow(
      'WriteLog',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [`arn:aws:logs:${region}:${id}:log-group:/aws/lambda/${name}:*`],
    ),
    // `*`: X-Ray has no resource level.
    allow('WriteTraces', traceActions, ['*']),
    ...(inVpc ? network(`arn:aws:lambda:${region}:${id}:function:${name}`) : []),
    ...rights,
  ]);
}

const arnsOf = ({ environment, account, region }: Target, tables: readonly string[]) =>
  tables.map((table) => tableArn(environment, account, region, table));

/** Items of these tables by key, in the target's own region: no query, no scan. */
export const readTables = (target: Target, ...tables: string[]): Statement =>
  allow('ReadTables', ['dynamodb:BatchGetItem', 'dynamodb:GetItem'], arnsOf(target, tables));

/** Putting items into a table, but never deleting any. */
export const addItems = (target: Target, table: string): Statement =>
  allow('AddItems', ['dynamodb:PutItem'], arnsOf(target, [table]));

/** ARN of one PostgreSQL role behind one RDS Proxy: the right to connect as it replaces a password. */
export const databaseUserArn = (
  { environment, account, region }: Target,
  { proxyId, user }: { proxyId: string; user: string },
) => `arn:aws:rds-db:${region}:${accountId(environment, account)}:dbuser:${proxyId}/${user}`;
