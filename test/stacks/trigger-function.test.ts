import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Testing } from 'cdktf';
import { tenantHook } from '../../functions/catalogue';
import { TriggerFunction } from '../../stacks/constructs/trigger-function';
import { FleetStack } from '../../stacks/fleet-stack';
import { acme, customers, functions } from './functions';
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

test('a function is not created with other variables than its catalogue entry names', () => {
  const target = { environment: environment(), account: 'cells-a', region: 'eu-central-1' };
  const stack = new FleetStack(Testing.app(), 'cell-01', { target });
  const shared = { target, name: 'test-hook', facts: tenantHook, zip: zip('tenant-hook'), rights: [] };
  expect(
    () => new TriggerFunction(stack, 'hook', { ...shared, environment: { TENANT_USERS_TABEL: 'x' } }),
  ).toThrow(/missing: TENANT_USERS_TABLE, TENANT_REGISTRY_TABLE; not in the catalogue: TENANT_USERS_TABEL/);
});

test.each(functions)(
  'the log group of the %s is created first, with the retention of the environment',
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

test('only the customer hook is in a VPC: in the subnets and security groups of its region', () => {
  expect(at(customers, 'aws_lambda_function.hook_function').vpc_config).toEqual({
    subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    security_group_ids: ['sg-0123456789abcdef0'],
  });
  for (const [name, stack, id] of functions)
    if (name !== 'customer hook')
      expect(at(stack, `aws_lambda_function.${id}_function`)).not.toHaveProperty('vpc_config');
});

test('a region without a database cannot have a customer stack, which would let everyone in', () => {
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

test('only the pool of a flow may call the functions of its flow', () => {
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

test('the location of the zip leaves no trace: same bytes, same stack', () => {
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
  'alarms of the %s for errors, throttles and slowness go to the topic, and missing data is not a fault',
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
