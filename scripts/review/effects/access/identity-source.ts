import type { Effect, Json } from '../../model';
import type { EffectContext, PlannedResource } from '../../planned';
import { isUnknown, sideOf, stays, valueAt } from './sides';

const root = ['configuration', 'cognito_user_pool_configuration'];
const poolPath = [...root, 'user_pool_arn'];
const clientsPath = [...root, 'client_ids'];
const groupPath = [...root, 'group_configuration', 'group_entity_type'];
const principalPath = ['principal_entity_type'];

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** Clients in the plan: known ones by id, and the number yet to be created. */
function clientsIn({ resources }: EffectContext) {
  const clients = resources.filter(
    (resource) => resource.type === 'aws_cognito_user_pool_client' && sideOf(resource, 'after'),
  );
  return {
    ids: new Set(clients.flatMap((client) => sideOf(client, 'after')?.id ?? [])),
    made: clients.filter((client) => !stays(client)).length,
  };
}

/** Clients whose tokens a store would accept, other than those in the same plan. */
function clients(change: PlannedResource, context: EffectContext): string | undefined {
  const [before, after] = (['before', 'after'] as const).map((side) =>
    valueAt(sideOf(change, side), clientsPath),
  );
  const unknown = isUnknown(change, clientsPath);
  const known = listOf(after).filter((id) => typeof id === 'string');
  // If omitted, AWS defaults to every client.
  const isLeftOut = change.configured !== undefined && valueAt(change.configured, clientsPath) === undefined;
  if (isLeftOut || (!unknown && listOf(after).length === 0))
    return change.before && listOf(before).length === 0
      ? undefined
      : 'tokens of every client of the pool would be accepted';
  const { ids, made } = clientsIn(context);
  const strange = known.filter((id) => !listOf(before).includes(id) && !ids.has(id) && id !== 'no-client');
  if (strange.length > 0) return `tokens of client ${strange.join(', ')} would also be accepted`;
  const later = listOf(after).length - known.length;
  if ((unknown && made === 0) || later > made)
    return 'tokens of a client that is not known yet would be accepted';
  return undefined;
}

/** Effects of a change to the tokens that a store accepts. */
export function identitySourceEffects(change: PlannedResource, context: EffectContext): Effect[] {
  const { type, action, before, after } = change;
  if (type !== 'aws_verifiedpermissions_identity_source' || after === undefined || action === 'none')
    return [];
  const found = (path: readonly string[], what: string): Effect => ({
    id: 'identity-source-wider',
    what,
    path: path.join('.'),
  });
  const changed = (path: readonly string[], word: string): Effect[] => {
    if (!before) return [];
    const [old, now] = [valueAt(before, path), valueAt(after, path)];
    const unknown = isUnknown(change, path);
    if (!unknown && (old ?? null) === (now ?? null)) return [];
    const text = (value: Json | undefined) => (typeof value === 'string' ? value : 'none');
    return [
      found(path, `${word} would be ${unknown ? 'one that is not known yet' : text(now)}, now ${text(old)}`),
    ];
  };
  const tokens = clients(change, context);
  const other = [...root.slice(0, 1), 'open_id_connect_configuration'];
  const [oldOther, newOther] = [before, after].map((side) => JSON.stringify(valueAt(side, other) ?? null));
  return [
    ...changed(poolPath, 'the pool'),
    ...changed(groupPath, 'the type of groups'),
    ...changed(principalPath, 'the type of principals'),
    ...(tokens && valueAt(after, root) !== undefined ? [found(clientsPath, tokens)] : []),
    ...(newOther !== oldOther && !['null', '[]'].includes(newOther as string)
      ? [found(other, 'tokens of an issuer that is not a pool would be accepted')]
      : []),
  ];
}
