import type { EffectRule } from '../../planned';
import { all, compared, number, text } from '../compare';
import { goes } from '../goes';
import { valueAt } from '../values';

const role = compared({
  id: 'identity-pool-wider',
  path: 'role_arn',
  of: text(''),
  worse: (before, after) => after !== '' && before !== after,
  what: (before, after) => `its members would get the role ${after}, now ${before || 'none'}`,
});

/** Of a user's groups, the one with the lowest number determines the role. */
const precedence: EffectRule = (change, context) =>
  valueAt(change.after, 'role_arn') === undefined
    ? []
    : compared({
        id: 'identity-pool-wider',
        path: 'precedence',
        of: number(Number.POSITIVE_INFINITY),
        worse: (before, after) => before !== after,
        what: (before, after) =>
          `its role would have rank ${Number.isFinite(after) ? after : 'last'}, now ${Number.isFinite(before) ? before : 'last'}`,
      })(change, context);

const removed: EffectRule = ({ action, before, after }, context) => {
  const name = String(valueAt(before, 'name'));
  const gone = action === 'delete' && !goes(context, 'aws_cognito_user_pool', 'id', before?.user_pool_id);
  const renamed = before && after && valueAt(after, 'name') !== undefined && valueAt(after, 'name') !== name;
  return gone || renamed
    ? [{ id: 'group-removed', what: `group ${name} would be removed, along with its list of members` }]
    : [];
};

/** A group of a user pool. */
export const group = all(role, precedence, removed);
