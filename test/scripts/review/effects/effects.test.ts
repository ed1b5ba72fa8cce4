import fc from 'fast-check';
import { judgedTypes } from '../../../../scripts/review/effects';
import type { Json } from '../../../../scripts/review/model';
import type { Attributes } from '../../../../scripts/review/planned';
import { full } from './full';
import { effects } from './planned';

/** Lists whose order matters: the first matching rule gives the role, the last layer counts. */
const ordered = ['layers', 'mapping_rule'];

/** The same with every list, except those whose order matters, in another order; `random` is 0 to 1. */
function shuffled(value: Json, random: () => number, name = ''): Json {
  if (Array.isArray(value)) {
    const parts = value.map((one) => shuffled(one, random));
    return ordered.includes(name)
      ? parts
      : parts
          .map((part) => ({ part, at: random() }))
          .sort((a, b) => a.at - b.at)
          .map(({ part }) => part);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, Json] => [
    key,
    shuffled(one, random, key),
  ]);
  return Object.fromEntries(entries.sort(() => random() - 0.5));
}

test('every type that has rules is among the test resources', () => {
  expect(Object.keys(full).sort()).toEqual([...new Set(judgedTypes)]);
});

test.each(Object.keys(full))('%s: order never has an effect', (type) => {
  const before = full[type] as Attributes;
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (numbers) => {
      const random = () => numbers.next().value as number;
      expect(effects(type, before, shuffled(before as Json, random) as Attributes)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test.each(Object.keys(full))('%s: unchanged, moved, imported or forgotten, it has no effect', (type) => {
  const it = full[type] as Attributes;
  for (const action of ['none', 'move', 'import', 'update', 'replace'] as const)
    expect(effects(type, it, it, { action })).toEqual([]);
  expect(effects(type, it, undefined, { action: 'forget' })).toEqual([]);
});

test.each(Object.keys(full))('%s: unknown values have no effect', (type) => {
  const it = full[type] as Attributes;
  for (const attribute of Object.keys(it)) {
    // The permissions that a function would run with count even then.
    if (type === 'aws_lambda_function' && attribute === 'role') continue;
    const { [attribute]: _, ...after } = it;
    expect(effects(type, it, after, { unknown: { [attribute]: true } })).toEqual([]);
  }
});

/** What counts although there is nothing to compare it with: in an existing pool or client. */
const ofNew: Readonly<Record<string, string>> = {
  aws_cognito_identity_pool: 'identity-pool-wider',
  aws_cognito_identity_provider: 'provider-added',
  aws_lambda_invocation: 'provider-added',
};

test.each(Object.keys(full))('%s: its creation has an effect only where listed', (type) => {
  const made = effects(type, undefined, full[type]).map(({ id }) => id);
  expect(made).toEqual([ofNew[type] ?? []].flat());
});

/** What is lost with a single resource, in addition to what the guard sees by action and type. */
const ofLost: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'logs-shorter',
  aws_cloudwatch_metric_alarm: 'alarm-removed',
  aws_cognito_identity_provider: 'provider-removed',
  aws_cognito_risk_configuration: 'threat-protection-lowered',
  aws_cognito_user_group: 'group-removed',
  aws_dynamodb_table_replica: 'replica-removed',
  aws_lambda_invocation: 'provider-removed',
  aws_s3_bucket_ownership_controls: 'resource-policy-grows',
  aws_s3_bucket_public_access_block: 'resource-policy-grows',
  aws_s3_bucket_server_side_encryption_configuration: 'encryption-changed',
  aws_s3_bucket_versioning: 'history-lowered',
};

test.each(Object.keys(full))('%s: its destruction has an effect only where listed', (type) => {
  const lost = effects(type, full[type], undefined).map(({ id }) => id);
  expect(lost).toEqual([ofLost[type] ?? []].flat());
});

test('a type without rules has no effects', () => {
  expect(effects('aws_cognito_user_pool_ui_customization', { css: 'a' }, { css: 'b' })).toEqual([]);
  expect(effects('constructor', { a: 1 }, { a: 2 })).toEqual([]);
});
