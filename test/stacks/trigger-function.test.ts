import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Testing } from 'cdktf';
import {
  customerHook,
  customerPreSignUp,
  internalHook,
  machineHook,
  tenantHook,
  tenantPostConfirmation,
} from '../../functions/catalogue';
import { TriggerFunction } from '../../stacks/constructs/trigger-function';
import { FleetStack } from '../../stacks/fleet-stack';
import type { Statement } from '../../stacks/permissions/document';
import {
  at,
  cell,
  customer,
  customerSettings,
  environment,
  internal,
  machine,
  tenant,
  zip,
} from './synthesized';

const acme = cell([tenant('acme')]);
const customers = customer({ customer: customerSettings({ linkFederatedUsers: true }) });
const statements = (stack: typeof acme, id = 'hook'): Statement[] =>
  JSON.parse(at(stack, `aws_iam_role_policy.${id}_rights`).policy).Statement;

/** Every function with the stack that it stands in, its construct's id and Lambda's name. */
const functions = [
  ['tenant hook', acme, 'hook', 'test-cell-01-hook', tenantHook],
  ['post-confirmation', acme, 'post-confirmation', 'test-cell-01-post-confirmation', tenantPostConfirmation],
  ['customer hook', customers, 'hook', 'test-customer-hook', customerHook],
  ['pre-sign-up', customers, 'pre-sign-up', 'test-customer-pre-sign-up', customerPreSignUp],
  ['internal hook', internal(), 'hook', 'test-internal-hook', internalHook],
  ['machine hook', machine(), 'hook', 'test-machine-hook', machineHook],
] as const;

test.each(functions)(
  'the %s runs as its catalogue entry says, and is traced',
  (_, stack, id, name, facts) => {
    expect(at(stack, `aws_lambda_function.${id}_function`)).toMatchObject({
      function_name: name,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: facts.handler,
      timeout: facts.timeoutSeconds,
      memory_size: facts.memoryMb,
      source_code_hash: zip(facts.name).base64Sha256,
      tracing_config: { mode: 'Active' },
    });
  },
);

test.each([
  [
    'tenant hook',
    0,
    { TENANT_REGISTRY_TABLE: 'test-tenant-registry', TENANT_USERS_TABLE: 'test-tenant-users' },
  ],
  [
    'post-confirmation',
    1,
    { TENANT_REGISTRY_TABLE: 'test-tenant-registry', TENANT_USERS_TABLE: 'test-tenant-users' },
  ],
  [
    'customer hook',
    2,
    {
      DATABASE_HOST: 'roles.proxy-t0q8k3z5m1xw.eu-central-1.rds.amazonaws.com',
      DATABASE_PORT: '5432',
      DATABASE_NAME: 'customers',
      DATABASE_USER: 'identity_hook',
    },
  ],
  ['internal hook', 4, { INTERNAL_USERS_TABLE: 'test-internal-users' }],
  ['machine hook', 5, { SERVICES_TABLE: 'test-services' }],
] as const)('the %s knows where it reads', (_, index, variables) => {
  const [, stack, id] = functions[index];
  expect(at(stack, `aws_lambda_function.${id}_function`).environment.variables).toEqual(variables);
});

test('a function is not made with other variables than its catalogue entry names', () => {
  const target = { environment: environment(), account: 'cells-a', region: 'eu-central-1' };
  const stack = new FleetStack(Testing.app(), 'cell-01', { target });
  const shared = { target, name: 'test-hook', facts: tenantHook, zip: zip('tenant-hook'), rights: [] };
  expect(
    () => new TriggerFunction(stack, 'hook', { ...shared, environment: { TENANT_USERS_TABEL: 'x' } }),
  ).toThrow(/missing: TENANT_USERS_TABLE, TENANT_REGISTRY_TABLE; not in the catalogue: TENANT_USERS_TABEL/);
});

test.each(functions)(
  'the log group of the %s stands first, with the retention of the environment',
  (_, stack, id, name) => {
    expect(at(stack, `aws_cloudwatch_log_group.${id}_log-group`)).toMatchObject({
      name: `/aws/lambda/${name}`,
      retention_in_days: 14,
    });
    expect(at(stack, `aws_lambda_function.${id}_function`).depends_on).toEqual([
      `aws_cloudwatch_log_group.${id}_log-group`,
      `aws_iam_role_policy.${id}_rights`,
    ]);
  },
);

describe('the role of a function', () => {
  test.each(functions)(
    '%s: stands at our path, under the boundary, and is only for Lambda',
    (_, stack, id, name) => {
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
    },
  );

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
  const both = [table('tenant-registry'), table('tenant-users')];

  test.each([
    ['tenant hook', 0, [{ Action: read, Resource: both }]],
    [
      'post-confirmation',
      1,
      [
        { Action: read, Resource: both },
        { Action: ['dynamodb:PutItem'], Resource: [table('tenant-users')] },
      ],
    ],
    ['pre-sign-up', 3, []],
    ['internal hook', 4, [{ Action: read, Resource: [table('internal-users', '111111111111')] }]],
    ['machine hook', 5, [{ Action: read, Resource: [table('services', '111111111111')] }]],
  ] as const)('%s: does with tables what it must, and nothing else', (_, index, expected) => {
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

  test('pre-sign-up: finds and links users of the one pool that calls it', () => {
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

test('only the customer hook stands in a VPC: in the subnets and security groups of its region', () => {
  expect(at(customers, 'aws_lambda_function.hook_function').vpc_config).toEqual({
    subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    security_group_ids: ['sg-0123456789abcdef0'],
  });
  for (const [name, stack, id] of functions)
    if (name !== 'customer hook')
      expect(at(stack, `aws_lambda_function.${id}_function`)).not.toHaveProperty('vpc_config');
});

test('a region without database has no customer stack that could let everybody in', () => {
  expect(() => customer({ customer: customerSettings({ databases: {} }) })).toThrow(
    /customer\.databases names none in eu-central-1; write its RDS Proxy there/,
  );
});

test("each pool may call the cell's functions through its tenant's aliases, and none may call them otherwise", () => {
  const stack = cell([tenant('acme'), tenant('globex')]);
  for (const id of ['acme', 'globex']) {
    for (const trigger of ['hook', 'post-confirmation']) {
      expect(at(stack, `aws_lambda_alias.${id}_${trigger}`)).toMatchObject({
        name: id,
        function_name: `\${aws_lambda_function.${trigger}_function.function_name}`,
        function_version: '$LATEST',
      });
      expect(at(stack, `aws_lambda_permission.${id}_${trigger}-permission`)).toEqual({
        function_name: `\${aws_lambda_function.${trigger}_function.function_name}`,
        qualifier: `\${aws_lambda_alias.${id}_${trigger}.name}`,
        statement_id: `cognito-${id}`,
        action: 'lambda:InvokeFunction',
        principal: 'cognito-idp.amazonaws.com',
        source_arn: `\${aws_cognito_user_pool.${id}_pool.arn}`,
      });
    }
    expect(at(stack, `aws_cognito_user_pool.${id}_pool`).lambda_config).toEqual({
      post_confirmation: `\${aws_lambda_alias.${id}_post-confirmation.arn}`,
      pre_token_generation_config: {
        lambda_arn: `\${aws_lambda_alias.${id}_hook.arn}`,
        lambda_version: tenantHook.eventVersion,
      },
    });
  }
  expect(Object.keys(stack.resource.aws_lambda_permission ?? {})).toHaveLength(4);
});

test('a pool of a flow alone may call the functions of its flow', () => {
  for (const [stack, owner, triggers] of [
    [customers, 'customer', ['hook', 'pre-sign-up']],
    [internal(), 'internal', ['hook']],
    [machine(), 'machine', ['hook']],
  ] as const) {
    expect(Object.keys(stack.resource.aws_lambda_permission ?? {}).sort()).toEqual(
      triggers.map((trigger) => `${owner}_${trigger}-permission`),
    );
    for (const trigger of triggers)
      expect(at(stack, `aws_lambda_permission.${owner}_${trigger}-permission`)).toMatchObject({
        function_name: `\${aws_lambda_function.${trigger}_function.function_name}`,
        principal: 'cognito-idp.amazonaws.com',
        source_arn: `\${aws_cognito_user_pool.${owner}_pool.arn}`,
      });
  }
});

test('where the zip lay leaves no trace: same bytes, same stack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hook-zip-'));
  try {
    const original = zip('tenant-hook');
    const moved = join(folder, basename(original.zipPath));
    copyFileSync(original.zipPath, moved);
    const stack = cell([tenant('acme')], {}, zip('tenant-hook', moved));
    expect(stack).toEqual(acme);
    expect(at(stack, 'aws_lambda_function.hook_function').filename).toMatch(
      /^assets\/hook_zip\/[0-9a-f]{64}\//,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(functions)(
  'alarms of the %s for errors, throttles and slowness go to the topic, and silence is no fault',
  (_, stack, id, name, facts) => {
    const alarms = Object.keys(stack.resource.aws_cloudwatch_metric_alarm ?? {}).filter((alarm) =>
      alarm.startsWith(`${id}_`),
    );
    expect(alarms.sort()).toEqual([`${id}_duration-alarm`, `${id}_errors-alarm`, `${id}_throttles-alarm`]);
    for (const alarm of alarms)
      expect(at(stack, `aws_cloudwatch_metric_alarm.${alarm}`)).toMatchObject({
        alarm_actions: [expect.stringMatching(/^arn:aws:sns:eu-central-1:\d{12}:platform-alarms$/)],
        namespace: 'AWS/Lambda',
        dimensions: { FunctionName: name },
        treat_missing_data: 'notBreaching',
      });
    const duration = at(stack, `aws_cloudwatch_metric_alarm.${id}_duration-alarm`);
    expect(duration.threshold).toBeLessThan(facts.timeoutSeconds * 1000);
  },
);
