import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blockedBy, topicFault, topicsOf, unreadable } from '../../../scripts/aws/alarm-topics';
import { tempFolder } from '../temp';

const arn = (region: string, name = 'alarms') => `arn:aws:sns:${region}:101010101010:${name}`;

function synthesized(stacks: Record<string, object>): string {
  const out = tempFolder();
  for (const [id, json] of Object.entries(stacks)) {
    mkdirSync(join(out, 'stacks', id), { recursive: true });
    writeFileSync(join(out, 'stacks', id, 'cdk.tf.json'), JSON.stringify(json));
  }
  return out;
}

test('topics are those that alarms of the selected stacks notify, each once', () => {
  const alarms = (...topics: string[]) => ({
    resource: {
      aws_cloudwatch_metric_alarm: Object.fromEntries(
        topics.map((topic, index) => [`a${index}`, { alarm_actions: [topic], ok_actions: [topic] }]),
      ),
    },
  });
  const out = synthesized({
    'dev-a-eu-central-1-data': { resource: { aws_dynamodb_table: {} } },
    'dev-a-eu-central-1-empty': {},
    'dev-a-eu-central-1-customer': alarms(arn('eu-central-1'), arn('eu-central-1')),
    'dev-a-eu-west-1-customer': alarms(arn('eu-west-1')),
    'dev-a-eu-west-1-internal': {
      resource: {
        aws_cloudwatch_metric_alarm: {
          only: { alarm_actions: [arn('eu-west-1')], ok_actions: [arn('eu-west-1', 'calm')] },
        },
      },
    },
    'dev-a-us-east-1-customer': alarms(arn('us-east-1')),
  });
  const stack = (region: string, name: string) => ({
    id: `dev-a-${region}-${name}`,
    account: 'a',
    region,
  });
  const selected = [
    stack('eu-central-1', 'data'),
    stack('eu-central-1', 'empty'),
    stack('eu-central-1', 'customer'),
    stack('eu-west-1', 'customer'),
    stack('eu-west-1', 'internal'),
  ];
  expect(topicsOf(out, selected)).toEqual([
    { arn: arn('eu-central-1'), account: 'a', region: 'eu-central-1' },
    { arn: arn('eu-west-1'), account: 'a', region: 'eu-west-1' },
    { arn: arn('eu-west-1', 'calm'), account: 'a', region: 'eu-west-1' },
  ]);
});

test.each([
  ['no key at all', {}, undefined],
  ['an empty key', { KmsMasterKeyId: '' }, undefined],
  ["the organisation's own key", { KmsMasterKeyId: 'alias/alarms' }, undefined],
  ["a key of another name, like AWS's", { KmsMasterKeyId: 'alias/aws/sns-alarms' }, undefined],
  ["AWS's key", { KmsMasterKeyId: 'alias/aws/sns' }, /alias\/aws\/sns.*CloudWatch may not use/],
  [
    "AWS's key by its ARN",
    { KmsMasterKeyId: 'arn:aws:kms:eu-west-1:101010101010:alias/aws/sns' },
    /alias\/aws\/sns.*CloudWatch may not use/,
  ],
])('a topic under %s', (_, attributes, fault) => {
  if (fault) expect(topicFault(attributes)?.words).toMatch(fault);
  else expect(topicFault(attributes)).toBeUndefined();
});

test('all faults are reported at once, each kind with its remedy, as blocked', () => {
  const topic = (account: string, region: string) => ({ arn: arn(region), account, region });
  expect(blockedBy([])).toBeUndefined();
  const blocked = blockedBy([
    { topic: topic('a', 'eu-west-1'), trouble: { kind: 'unseen', words: 'cannot be read: no' } },
    { topic: topic('b', 'eu-central-1'), trouble: { kind: 'missing', words: 'does not exist' } },
    { topic: topic('c', 'eu-central-1'), trouble: { kind: 'missing', words: 'does not exist' } },
  ]);
  expect(blocked?.exitCode).toBe(3);
  expect(blocked?.message.split('\n').slice(1)).toEqual([
    `  a: ${arn('eu-west-1')} cannot be read: no`,
    `  b: ${arn('eu-central-1')} does not exist`,
    `  c: ${arn('eu-central-1')} does not exist`,
  ]);
  expect(blocked?.remedy).toMatch(
    /aws sns create-topic --region eu-central-1 --name alarms\n {2}roll out the foundation of a first/,
  );
});

test.each([
  ['a connection that was cut', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), true],
  ['a time-out', Object.assign(new Error('why'), { name: 'TimeoutError' }), true],
  ['a fault of AWS', Object.assign(new Error('why'), { $metadata: { httpStatusCode: 503 } }), true],
  ['a refusal', Object.assign(new Error('why'), { $metadata: { httpStatusCode: 403 } }), false],
  ['missing credentials', Object.assign(new Error('why'), { name: 'CredentialsProviderError' }), false],
])('%s: whether a region may be down', (_, error, down) => {
  const refusals = [
    { role: 'deploy', error },
    { role: 'bootstrap', error: new Error('not you') },
  ];
  expect(unreadable(refusals)).toEqual({
    kind: down ? 'unreachable' : 'unseen',
    words: `cannot be read: as deploy: ${error.message}; as bootstrap: not you`,
  });
});

test('for a region that may be down, the remedy is to leave it out', () => {
  const topic = { arn: arn('eu-west-1'), account: 'a', region: 'eu-west-1' };
  const blocked = blockedBy([{ topic, trouble: { kind: 'unreachable', words: 'cannot be read: no' } }]);
  expect(blocked?.remedy).toMatch(/^eu-west-1 may be down: .*--region/);
});
