import type { EffectRule } from '../../planned';
import { all, lost, turnedOff } from '../compare';
import { goes } from '../goes';
import { sides, textMap, valueAt } from '../values';
import { list } from '../words';

/** Dimensions that name what an alarm watches. */
const watched = [
  { dimension: 'FunctionName', type: 'aws_lambda_function', attribute: 'function_name' },
  { dimension: 'ApiId', type: 'aws_apigatewayv2_api', attribute: 'id' },
  { dimension: 'UserPool', type: 'aws_cognito_user_pool', attribute: 'id' },
];

/** An alarm may be removed along with what it watches. */
const removed: EffectRule = ({ action, before }, context) => {
  if (action !== 'delete') return [];
  const dimensions = textMap(valueAt(before, 'dimensions'));
  const gone = watched.some(({ dimension, type, attribute }) =>
    goes(context, type, attribute, dimensions[dimension]),
  );
  return gone ? [] : [{ id: 'alarm-removed', what: 'it would be removed, but what it watches stays' }];
};

/** "Greater than" comparisons fire later with a higher threshold, others with a lower one. */
const later: EffectRule = (change) => {
  const found = sides(change, 'threshold');
  const less = String(valueAt(change.after, 'comparison_operator')).startsWith('Less');
  if (typeof found?.before !== 'number' || typeof found.after !== 'number') return [];
  if (less ? found.after >= found.before : found.after <= found.before) return [];
  return [
    {
      id: 'alarm-removed',
      what: `it would go off at ${found.after}, now at ${found.before}`,
      path: 'threshold',
    },
  ];
};

export const alarm = all(
  removed,
  later,
  turnedOff('alarm-removed', 'actions_enabled', 'it would notify no one', true),
  lost('alarm-removed', 'alarm_actions', (topics) => `it would no longer notify ${list(topics)}`),
);
