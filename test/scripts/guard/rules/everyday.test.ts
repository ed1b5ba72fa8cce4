import { resourceTypes } from '../../../../scripts/guard/resource-types';
import { judged, modelWith, type Sketch } from '../models';

// No one should have to ask for these.
const everyday: [string, Sketch][] = [
  ['a pool is created', { type: 'aws_cognito_user_pool', action: 'create' }],
  ['a pool gets tags', { type: 'aws_cognito_user_pool' }],
  ['a pool moves in the state', { type: 'aws_cognito_user_pool', action: 'move', section: 'state' }],
  ['a pool is adopted', { type: 'aws_cognito_user_pool', action: 'import', section: 'state' }],
  ['a function is released', { type: 'aws_lambda_function', effects: ['code-changed'] }],
  [
    "a tenant's alarm is removed",
    { type: 'aws_cloudwatch_metric_alarm', action: 'delete', effects: ['alarm-removed'] },
  ],
  ['a policy is replaced', { type: 'aws_verifiedpermissions_policy', action: 'replace' }],
  ['an item is written again', { type: 'aws_dynamodb_table_item', action: 'replace' }],
  ['AWS fills in a value', { type: 'aws_cognito_user_pool', section: 'drift' }],
  [
    'a service may ask more often',
    { type: 'aws_dynamodb_table_item', owner: 'service:billing', effects: ['service-limits-grow'] },
  ],
  [
    'a customer brings a domain more',
    { type: 'aws_cognito_identity_provider', owner: 'tenant:acme', effects: ['provider-domains'] },
  ],
  ['a service is suspended', { type: 'aws_dynamodb_table_item', owner: 'service:billing' }],
];

test.each(everyday)('%s', (_, sketch) => {
  for (const production of [true, false])
    expect(judged(modelWith(sketch, { production }))).toMatchObject({ outcome: 'clear', findings: [] });
});

test('anything may be created, changed without effect, moved and imported', () => {
  for (const type of Object.keys(resourceTypes))
    for (const action of ['create', 'update', 'move', 'import', 'none'] as const)
      expect(judged(modelWith({ type, action })).findings).toEqual([]);
});
