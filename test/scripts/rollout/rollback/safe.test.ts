import { readFileSync } from 'node:fs';
import type { ReviewAction, ReviewedChange } from '../../../../scripts/review/model';
import { ways, whyUnsafe } from '../../../../scripts/rollout/rollback/safe';
import { resourcesOf, synthesize } from '../../../invariants/fleet';
import { everyOption } from '../../../stacks/every-option';

const change = (type: string, action: ReviewAction, more: Partial<ReviewedChange> = {}): ReviewedChange => ({
  address: `${type}.x`,
  type,
  action,
  section: 'change',
  attributes: [],
  effects: [],
  ...more,
});

/** What contains something that is not in its content. */
const holding = [
  'aws_cognito_user_pool',
  'aws_cognito_user_pool_client',
  'aws_cognito_user_pool_domain',
  'aws_cognito_identity_pool',
  'aws_cognito_identity_provider',
  'aws_verifiedpermissions_policy_store',
  'aws_verifiedpermissions_identity_source',
  'aws_dynamodb_table',
  'aws_dynamodb_table_replica',
  'aws_kms_key',
  'aws_s3_bucket',
];

test.each(holding)('%s is never created, replaced or destroyed by a rollback', (type) => {
  for (const action of ['create', 'replace', 'delete', 'forget', 'move', 'import'] as const)
    expect(whyUnsafe(change(type, action))).toBeDefined();
});

test.each([
  ['a hook gets its former code', change('aws_lambda_function', 'update')],
  ['a client its settings', change('aws_cognito_user_pool_client', 'update')],
  ['a policy comes back', change('aws_verifiedpermissions_policy', 'create')],
  ['one that was added is removed', change('aws_verifiedpermissions_policy', 'delete')],
  [
    'a pool its hooks',
    change('aws_cognito_user_pool', 'update', { attributes: [{ path: 'lambda_config.pre_sign_up' }] }),
  ],
  ['drift is not its doing', change('aws_cognito_user_pool', 'delete', { section: 'drift' })],
])('%s', (_, given) => {
  expect(whyUnsafe(given)).toBeUndefined();
});

test.each([
  [
    'an attribute of a pool',
    change('aws_cognito_user_pool', 'update', { attributes: [{ path: 'schema[1].name' }] }),
  ],
  ['what is not known yet', change('aws_lambda_function', 'update', { section: 'deferred' })],
  ['a type that was not considered', change('aws_route53_record', 'update')],
  ['members of a group', change('aws_cognito_user_group', 'delete')],
])('%s: no', (_, given) => {
  expect(whyUnsafe(given)).toBeDefined();
});

test('the document has the same table, and every type in the stacks is in it or in the list of those left alone', () => {
  const [back = '', stays = ''] = readFileSync('docs/rollback.md', 'utf8').split('## What stays');
  const rows = [...back.matchAll(/^\| `(aws_\w+)` \| ([a-z, ]+) \|/gm)].map(([, type, actions]) => [
    type,
    actions,
  ]);
  expect(rows).toEqual(Object.entries(ways).map(([type, { actions }]) => [type, actions.join(', ')]));
  const stay = [...stays.matchAll(/`(aws_\w+)`/g)].map(([, type]) => type);
  const foundation = /-foundation$/;
  const types = [...synthesize(everyOption).values()]
    .filter(({ id }) => !foundation.test(id))
    .flatMap((stack) => resourcesOf([stack]).map(({ type }) => type));
  expect([...new Set(types)].filter((type) => !ways[type] && !stay.includes(type))).toEqual([]);
});
