import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Testing } from 'cdktf';
import { customerHook, tenantHook } from '../../functions/catalogue';
import { HookFunction } from '../../stacks/constructs/hook-function';
import { FleetStack } from '../../stacks/fleet-stack';
import { at, cell, customer, environment, tenant, zip } from './synthesized';

const acme = cell([tenant('acme')]);
const customers = customer();
const statements = (stack: typeof acme) =>
  JSON.parse(at(stack, 'aws_iam_role_policy.hook_rights').policy).Statement;

test.each([
  ['cell-01', acme, tenantHook],
  ['customer', customers, customerHook],
] as const)('the hook of %s runs as its catalogue entry says', (stackName, stack, facts) => {
  expect(at(stack, 'aws_lambda_function.hook_function')).toMatchObject({
    function_name: `test-${stackName}-hook`,
    runtime: 'nodejs22.x',
    architectures: ['arm64'],
    handler: facts.handler,
    timeout: facts.timeoutSeconds,
    memory_size: facts.memoryMb,
    source_code_hash: zip(facts.name).base64Sha256,
  });
});

test('the tenant hook knows its two tables by name', () => {
  expect(at(acme, 'aws_lambda_function.hook_function').environment.variables).toEqual({
    TENANT_REGISTRY_TABLE: 'test-tenant-registry',
    TENANT_USERS_TABLE: 'test-tenant-users',
  });
});

test('a hook is not made with other variables than its catalogue entry names', () => {
  const target = { environment: environment(), account: 'cells-a', region: 'eu-central-1' };
  const stack = new FleetStack(Testing.app(), 'cell-01', { target });
  const shared = { target, stack: 'cell-01', facts: tenantHook, zip: zip('tenant-hook'), tables: [] };
  expect(
    () => new HookFunction(stack, 'hook', { ...shared, environment: { TENANT_USERS_TABEL: 'x' } }),
  ).toThrow(/missing: TENANT_USERS_TABLE, TENANT_REGISTRY_TABLE; not in the catalogue: TENANT_USERS_TABEL/);
});

test('the log group stands before the function, with the retention of the environment', () => {
  expect(at(acme, 'aws_cloudwatch_log_group.hook_log-group')).toMatchObject({
    name: '/aws/lambda/test-cell-01-hook',
    retention_in_days: 14,
  });
  expect(at(acme, 'aws_lambda_function.hook_function').depends_on).toEqual([
    'aws_cloudwatch_log_group.hook_log-group',
    'aws_iam_role_policy.hook_rights',
  ]);
});

describe('the role of a hook', () => {
  test('stands at our path, under the boundary, and is only for Lambda', () => {
    const role = at(acme, 'aws_iam_role.hook_role');
    expect(role).toMatchObject({
      name: 'test-cell-01-hook-eu-central-1',
      path: '/fleet/test/',
      permissions_boundary: 'arn:aws:iam::222222222222:policy/test-fleet-boundary',
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

  test('reads two tables by key, writes one log, and nothing else', () => {
    expect(
      statements(acme).map(({ Action, Resource }: { Action: string[]; Resource: string[] }) => ({
        Action,
        Resource,
      })),
    ).toEqual([
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: ['arn:aws:logs:eu-central-1:222222222222:log-group:/aws/lambda/test-cell-01-hook:*'],
      },
      {
        Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
        Resource: [
          'arn:aws:dynamodb:eu-central-1:222222222222:table/test-tenant-registry',
          'arn:aws:dynamodb:eu-central-1:222222222222:table/test-tenant-users',
        ],
      },
    ]);
  });

  test.each([
    ['tenant', acme],
    ['customer', customers],
  ])('of the %s flow has no wildcard but the log streams', (_, stack) => {
    for (const { Action, Resource } of statements(stack)) {
      expect(Action.join()).not.toContain('*');
      for (const arn of Resource) expect(arn.replace(/(:log-group:.*):\*$/, '$1')).not.toContain('*');
    }
  });
});

test("each pool may call the hook through its tenant's alias, and none may call it otherwise", () => {
  const stack = cell([tenant('acme'), tenant('globex')]);
  for (const id of ['acme', 'globex']) {
    expect(at(stack, `aws_lambda_alias.${id}_hook`)).toMatchObject({ name: id, function_version: '$LATEST' });
    expect(at(stack, `aws_lambda_permission.${id}_hook-permission`)).toEqual({
      function_name: `\${aws_lambda_function.hook_function.function_name}`,
      qualifier: `\${aws_lambda_alias.${id}_hook.name}`,
      statement_id: `cognito-${id}`,
      action: 'lambda:InvokeFunction',
      principal: 'cognito-idp.amazonaws.com',
      source_arn: `\${aws_cognito_user_pool.${id}_pool.arn}`,
    });
    expect(at(stack, `aws_cognito_user_pool.${id}_pool`).lambda_config).toEqual({
      pre_token_generation_config: {
        lambda_arn: `\${aws_lambda_alias.${id}_hook.arn}`,
        lambda_version: tenantHook.eventVersion,
      },
    });
  }
  expect(Object.keys(stack.resource.aws_lambda_permission ?? {})).toHaveLength(2);
});

test('the customer pool alone may call the customer hook', () => {
  expect(Object.keys(customers.resource.aws_lambda_permission ?? {})).toHaveLength(1);
  expect(at(customers, 'aws_lambda_permission.customer_hook-permission')).toMatchObject({
    principal: 'cognito-idp.amazonaws.com',
    source_arn: `\${aws_cognito_user_pool.customer_pool.arn}`,
  });
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

test('alarms for errors, throttles and slowness go to the topic, and silence is no fault', () => {
  const alarms = acme.resource.aws_cloudwatch_metric_alarm ?? {};
  expect(Object.keys(alarms).sort()).toEqual([
    'hook_duration-alarm',
    'hook_errors-alarm',
    'hook_throttles-alarm',
  ]);
  for (const name of Object.keys(alarms))
    expect(at(acme, `aws_cloudwatch_metric_alarm.${name}`)).toMatchObject({
      alarm_actions: ['arn:aws:sns:eu-central-1:222222222222:platform-alarms'],
      namespace: 'AWS/Lambda',
      dimensions: { FunctionName: 'test-cell-01-hook' },
      treat_missing_data: 'notBreaching',
    });
  const duration = at(acme, 'aws_cloudwatch_metric_alarm.hook_duration-alarm');
  expect(duration.threshold).toBeLessThan(tenantHook.timeoutSeconds * 1000);
});
