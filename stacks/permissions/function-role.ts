import { accountId, tableArn } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { allow, policyDocument, type Statement } from './document';

/** Lambda, and nobody else, runs as a function. */
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

/** What every function does for X-Ray, whose API has no resource level. */
export const traceActions = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** What Lambda does in the role's name to join a function to a VPC. */
export const networkActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Lambda makes and removes the interfaces, and asks for these rights on every resource (Lambda developer guide,
 * "Required IAM permissions"). The function's own code never needs them, so it is refused them.
 */
const network = (functionArn: string): Statement[] => [
  // `*`: Lambda checks the role before any interface exists, and listing knows no resource.
  allow('JoinNetwork', networkActions, ['*']),
  {
    Sid: 'NotTheCode',
    Effect: 'Deny',
    Action: networkActions,
    // `*`: this statement only takes away.
    Resource: ['*'],
    Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
  },
];

/**
 * All that one function may do: write its own log and traces, and what its `rights` say. It may not create its
 * log group. The `*` behind the log group stands for its streams, which Lambda names.
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
    // `*`: traces belong to no resource.
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

/** New items of a table, and nothing else: no item is deleted. */
export const addItems = (target: Target, table: string): Statement =>
  allow('AddItems', ['dynamodb:PutItem'], arnsOf(target, [table]));

/** ARN of one PostgreSQL role behind one RDS Proxy: who may connect as it needs no password. */
export const databaseUserArn = (
  { environment, account, region }: Target,
  { proxyId, user }: { proxyId: string; user: string },
) => `arn:aws:rds-db:${region}:${accountId(environment, account)}:dbuser:${proxyId}/${user}`;
