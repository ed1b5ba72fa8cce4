import { loadGuard } from '../../../../scripts/guard/load';
import { judged, modelWith, root, type Sketch, sharedRules } from '../models';

const { rules } = loadGuard(root, 'prod');

test('prod has the shared rules and its own', () => {
  expect([...rules.rules.keys()].sort()).toEqual(
    [...sharedRules.rules.keys(), 'shared-alarm-removed'].sort(),
  );
});

test('an alarm on something shared stays in prod; one of a tenant may be removed with it', () => {
  const removed: Sketch = {
    type: 'aws_cloudwatch_metric_alarm',
    action: 'delete',
    effects: ['alarm-removed'],
  };
  expect(judged(modelWith(removed), { rules }).findings).toMatchObject([
    { rule: 'shared-alarm-removed', severity: 'blocked' },
  ]);
  expect(judged(modelWith({ ...removed, owner: 'tenant:acme' }), { rules }).findings).toEqual([]);
});
