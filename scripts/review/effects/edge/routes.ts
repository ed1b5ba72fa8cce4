import type { EffectRule } from '../../planned';
import { goes } from '../goes';
import { sides, unknownAt, valueAt } from '../values';

const path = 'authorization_type';
const open = (type: unknown) => type === undefined || type === 'NONE';

/** A route of an existing API; a new API's id is not known yet. */
const opened: EffectRule = (change, context) => {
  const { before, after, action } = change;
  if (!after || unknownAt(change, path) || !open(valueAt(after, path))) return [];
  const opened = (now: string) => [
    { id: 'route-opened' as const, what: `it would have no authorizer, ${now}`, path },
  ];
  if (before) return open(valueAt(before, path)) ? [] : opened(`now ${valueAt(before, path)}`);
  const api = valueAt(after, 'api_id');
  const stands = typeof api === 'string' && !goes(context, 'aws_apigatewayv2_api', 'id', api);
  return action === 'create' && stands ? opened('and is new') : [];
};

/** Another kind of authorizer, another authorizer, or none although the route still requires one. */
const another: EffectRule = (change) =>
  ['authorization_type', 'authorizer_id'].flatMap((attribute) => {
    const found = sides(change, attribute);
    const closed = !open(valueAt(change.before, path)) && !open(valueAt(change.after, path));
    if (!found || !closed || found.before === found.after) return [];
    const what = `${attribute} would be ${found.after ?? 'none'}, now ${found.before ?? 'none'}`;
    return [{ id: 'authorizer-changed' as const, what, path: attribute }];
  });

/** A route of the API, and its authorizer. */
export const routes = [opened, another];
