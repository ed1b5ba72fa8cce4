import type { Statement } from '../../stacks/permissions/document';
import { type acme, customers, functions } from './functions';
import { at } from './synthesized';

const statements = (stack: typeof acme, id = 'hook'): Statement[] =>
  JSON.parse(at(stack, `aws_iam_role_policy.${id}_rights`).policy).Statement;

describe('the role of a function', () => {
  test.each(functions)('%s: has our path and the boundary, and is only for Lambda', (_, stack, id, name) => {
    const role = at(stack, `aws_iam_role.${id}_role`);
    expect(role).toMatchObject({
      name: `${name}-eu-central-1`,
      path: '/fleet/test/',
      permissions_boundary: expect.stringMatching(/^arn:aws:iam::\d{12}:policy\/test-fleet-boundary$/),
    });
    expect(JSON.parse(role.assume_role_policy).Statement).toEqual([
      {
        Sid: 'Lambda',
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: ['sts:AssumeRole'],
      },
    ]);
  });

  test.each(functions)('%s: writes its own log and traces', (_, stack, id, name) => {
    const [log, traces] = statements(stack, id);
    expect(log).toMatchObject({
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [
        expect.stringMatching(
          new RegExp(`^arn:aws:logs:eu-central-1:\\d{12}:log-group:/aws/lambda/${name}:\\*$`),
        ),
      ],
    });
    expect(traces?.Action).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
  });

  const table = (name: string, account = '222222222222') =>
    `arn:aws:dynamodb:eu-central-1:${account}:table/test-${name}`;
  const read = ['dynamodb:BatchGetItem', 'dynamodb:GetItem'];

  test.each([
    ['tenant hook', 0, [{ Action: read, Resource: [table('tenant-registry'), table('tenant-users')] }]],
    [
      'post-confirmation',
      1,
      [
        { Action: read, Resource: [table('tenant-registry')] },
        { Action: ['dynamodb:PutItem'], Resource: [table('tenant-users')] },
      ],
    ],
    ['pre-sign-up', 3, []],
    ['internal hook', 4, [{ Action: read, Resource: [table('internal-users', '111111111111')] }]],
    ['machine hook', 5, [{ Action: read, Resource: [table('services', '111111111111')] }]],
  ] as const)('%s: has only the table permissions that it needs', (_, index, expected) => {
    const [, stack, id] = functions[index];
    expect(
      statements(stack, id)
        .slice(2)
        .map(({ Action, Resource }) => ({ Action, Resource })),
    ).toEqual(expected);
  });

  test('customer hook: connects as one PostgreSQL role through one proxy', () => {
    expect(statements(customers).find(({ Sid }) => Sid === 'ConnectToDatabase')).toEqual({
      Sid: 'ConnectToDatabase',
      Effect: 'Allow',
      Action: ['rds-db:connect'],
      Resource: ['arn:aws:rds-db:eu-central-1:111111111111:dbuser:prx-0123456789abcdef0/identity_hook'],
    });
  });

  test('customer hook: Lambda joins it to the network, and its own code may not touch the network', () => {
    const [join, code] = ['JoinNetwork', 'NotTheCode'].map((sid) =>
      statements(customers).find(({ Sid }) => Sid === sid),
    );
    expect(join).toMatchObject({ Effect: 'Allow', Resource: ['*'] });
    expect(join?.Action).toEqual(
      expect.arrayContaining([
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
      ]),
    );
    expect(code).toEqual({
      Sid: 'NotTheCode',
      Effect: 'Deny',
      Action: join?.Action,
      Resource: ['*'],
      Condition: {
        ArnEquals: {
          'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:111111111111:function:test-customer-hook',
        },
      },
    });
  });

  test('pre-sign-up: finds and links users only of the pool that calls it', () => {
    const { role, policy } = at(customers, 'aws_iam_role_policy.customer_linking-rights');
    expect(role).toBe(`\${aws_iam_role.pre-sign-up_role.name}`);
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Sid: 'LinkUsers',
        Effect: 'Allow',
        Action: ['cognito-idp:AdminLinkProviderForUser', 'cognito-idp:ListUsers'],
        Resource: [`\${aws_cognito_user_pool.customer_pool.arn}`],
      },
    ]);
  });
});
