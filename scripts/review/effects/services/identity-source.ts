import type { EffectRule } from '../../planned';
import { all, changed } from '../compare';
import { texts, unknownAt, valueAt, without } from '../values';
import { list } from '../words';

const cognito = 'configuration.cognito_user_pool_configuration';
const clientsPath = `${cognito}.client_ids`;

/** An empty list lets in tokens of every client of the pool. */
const clients: EffectRule = (change) => {
  const { before, after } = change;
  if (!before || !after) return [];
  const [old, next] = [texts(valueAt(before, clientsPath)), texts(valueAt(after, clientsPath))];
  const added = without(next, old);
  const told = (what: string) => [{ id: 'tokens-of-others' as const, what, path: clientsPath }];
  if (old.length > 0 && next.length === 0)
    return unknownAt(change, clientsPath) ? [] : told('tokens of every client of the pool would be taken');
  return old.length > 0 && added.length > 0
    ? told(`tokens of ${list(added)} would be taken, and not now`)
    : [];
};

const another = (path: string, name: string) =>
  changed(
    'tokens-of-others',
    path,
    (before, after) => `${name} would be ${after || 'none'}, now ${before || 'none'}`,
  );

/** Whose tokens a policy store takes, and what it takes them for. */
export const identitySource = all(
  clients,
  another(`${cognito}.user_pool_arn`, 'the user pool'),
  another(`${cognito}.group_configuration.group_entity_type`, 'the type of groups'),
  another('configuration.open_id_connect_configuration.issuer', 'the issuer'),
  another('principal_entity_type', 'the type of principals'),
);
