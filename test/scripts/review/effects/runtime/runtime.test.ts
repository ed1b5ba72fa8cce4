import fc from 'fast-check';
import type { Attributes } from '../../../../../scripts/review/planned';
import { alarm, full, lambdaFunction, logGroup, stage } from '../full';
import { edit, effects, ids, planned, seesWeakening, type Weakening } from '../planned';

const functionType = 'aws_lambda_function';
const logType = 'aws_cloudwatch_log_group';
const alarmType = 'aws_cloudwatch_metric_alarm';

test.each<[string, ...Weakening]>([
  [logType, 'retention_in_days', 400, 30, 'logs-shorter', 'logs would be kept for 30 days, now for 400 days'],
  [logType, 'retention_in_days', 0, 3653, 'logs-shorter', 'logs would be kept for 3653 days, now for ever'],
  [logType, 'retention_in_days', null, 400, 'logs-shorter', 'logs would be kept for 400 days, now for ever'],
  [
    'aws_apigatewayv2_stage',
    'access_log_settings.destination_arn',
    'arn:x',
    null,
    'logs-shorter',
    /no longer/,
  ],
  [
    'aws_apigatewayv2_stage',
    'access_log_settings.format',
    '{"a":"$context.status","b":"$context.authorizer.principal"}',
    '{"a":"$context.status"}',
    'logs-shorter',
    'calls would be logged without $context.authorizer.principal',
  ],
  [alarmType, 'threshold', 5, 500, 'alarm-removed', 'it would go off at 500, now at 5'],
  [alarmType, 'actions_enabled', true, false, 'alarm-removed', 'it would notify no one'],
  [
    alarmType,
    'alarm_actions',
    ['arn:a', 'arn:b'],
    ['arn:a'],
    'alarm-removed',
    'it would no longer notify arn:b',
  ],
  [
    'aws_sesv2_configuration_set',
    'delivery_options.tls_policy',
    'REQUIRE',
    'OPTIONAL',
    'encryption-changed',
    /TLS/,
  ],
  [
    functionType,
    'environment.variables.ALLOW_SECONDS',
    '60',
    '3600',
    'decisions-longer',
    'it would cache a permission for 1 hour, now 1 minute',
  ],
])('%s: %s from %j to %j', (type, ...row) => seesWeakening(type, full[type] as Attributes, row));

test('logs are shorter exactly if kept for fewer days, and 0 is for ever', () => {
  const days = fc.constantFrom(0, 1, 7, 30, 400, 3653);
  fc.assert(
    fc.property(days, days, (x, y) => {
      const shorter = (y || Number.POSITIVE_INFINITY) < (x || Number.POSITIVE_INFINITY);
      const at = (value: number) => edit(logGroup, 'retention_in_days', value);
      expect(ids(logType, at(x), at(y))).toEqual(shorter ? ['logs-shorter'] : []);
    }),
  );
});

test('a destroyed or renamed log group loses its logs; a forgotten one does not', () => {
  expect(ids(logType, logGroup, undefined)).toEqual(['logs-shorter']);
  expect(ids(logType, logGroup, edit(logGroup, 'name', 'other'), { action: 'replace' })).toEqual([
    'logs-shorter',
  ]);
  expect(ids(logType, logGroup, undefined, { action: 'forget' })).toEqual([]);
  expect(ids(logType, logGroup, edit(logGroup, 'kms_key_id', 'k'))).toEqual(['encryption-changed']);
});

test('a removed access log is reported once', () => {
  expect(ids('aws_apigatewayv2_stage', stage, edit(stage, 'access_log_settings', []))).toEqual([
    'logs-shorter',
  ]);
});

test('for an alarm that goes off below its threshold, the direction is reversed', () => {
  const less = edit(alarm, 'comparison_operator', 'LessThanThreshold');
  expect(ids(alarmType, less, edit(less, 'threshold', 1))).toEqual(['alarm-removed']);
  expect(ids(alarmType, edit(less, 'threshold', 1), less)).toEqual([]);
});

test('removing an alarm counts if what it watches stays', () => {
  const watched = (name: string) => [planned(functionType, { function_name: name }, undefined)];
  expect(effects(alarmType, alarm, undefined)).toEqual([
    { id: 'alarm-removed', what: 'it would be removed, but what it watches stays' },
  ]);
  expect(ids(alarmType, alarm, undefined, {}, watched('other'))).toEqual(['alarm-removed']);
  expect(ids(alarmType, alarm, undefined, {}, watched('prod-hook'))).toEqual([]);
  const api = edit(alarm, 'dimensions', { ApiId: 'api1' });
  expect(
    ids(alarmType, api, undefined, {}, [planned('aws_apigatewayv2_api', { id: 'api1' }, undefined)]),
  ).toEqual([]);
});

test.each([
  ['source_code_hash', 'bb=', 'its code would change'],
  ['handler', 'other.handler', 'its code would change: handler'],
  ['runtime', 'nodejs24.x', 'its code would change: runtime'],
  ['layers', ['arn:layer:1'], 'its code would change: layers'],
  ['s3_key', 'other.zip', 'its code would change: s3_key'],
])('other code by another %s', (path, value, what) => {
  expect(effects(functionType, lambdaFunction, edit(lambdaFunction, path, value))).toEqual([
    { id: 'code-changed', what, path },
  ]);
});

test('the same zip in another place, or more memory, is not different code', () => {
  const after = edit(edit(lambdaFunction, 'filename', 'assets/elsewhere.zip'), 'memory_size', 512);
  expect(effects(functionType, lambdaFunction, after)).toEqual([]);
  const unhashed = edit(lambdaFunction, 'source_code_hash', null);
  expect(ids(functionType, unhashed, edit(unhashed, 'filename', 'other.zip'))).toEqual(['code-changed']);
});

test('only the names of variables are shown', () => {
  const variables = { ALLOW_SECONDS: '60', DENY_SECONDS: '900', DATABASE_PASSWORD: 'hunter2' };
  expect(effects(functionType, lambdaFunction, edit(lambdaFunction, 'environment', [{ variables }]))).toEqual(
    [
      {
        id: 'function-reconfigured',
        what: 'DATABASE_PASSWORD and FLOW_REGISTRY_TABLE would be set differently',
        path: 'environment.variables',
      },
    ],
  );
});

test('an unknown variable does not count as removed', () => {
  const after = edit(lambdaFunction, 'environment', [
    { variables: { ALLOW_SECONDS: '60', DENY_SECONDS: '5' } },
  ]);
  const unknown = { environment: [{ variables: { FLOW_REGISTRY_TABLE: true } }] };
  expect(effects(functionType, lambdaFunction, after, { unknown })).toEqual([]);
});

test('a cache time that is not a number counts as longer', () => {
  const after = edit(lambdaFunction, 'environment.variables.ALLOW_SECONDS', 'soon');
  expect(ids(functionType, lambdaFunction, after)).toEqual(['decisions-longer']);
});

test('a different role of a function is reported', () => {
  expect(ids(functionType, lambdaFunction, edit(lambdaFunction, 'role', 'arn:other'))).toEqual([
    'function-reconfigured',
    // What the other role may do is unknown here.
    'iam-grows',
  ]);
});

test('an alias that points to another version, or to two, is different code', () => {
  const alias = full.aws_lambda_alias as Attributes;
  expect(effects('aws_lambda_alias', alias, edit(alias, 'function_version', '7'))).toEqual([
    { id: 'code-changed', what: 'it would point to version 7, now $LATEST', path: 'function_version' },
  ]);
  const split = edit(alias, 'routing_config', [{ additional_version_weights: { '6': 0.1 } }]);
  expect(ids('aws_lambda_alias', alias, split)).toEqual(['code-changed']);
});
