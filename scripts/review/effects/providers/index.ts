import type { Effect } from '../../model';
import type { EffectRule } from '../../planned';
import { goes } from '../goes';
import type { Rules } from '../rules';
import { differing, without } from '../values';
import { list } from '../words';
import { detailEffects } from './details';
import { metadataEffects } from './metadata';
import { type BothSides, providerChange } from './provider';

function mappingEffects({ before, after, path, unknown }: BothSides): Effect[] {
  if (unknown('mapping')) return [];
  return differing(before.mapping, after.mapping).map((name) => {
    const [old, next] = [before.mapping[name], after.mapping[name]];
    const claim = next === undefined ? 'nothing' : `"${next}"`;
    const what = `attribute ${name} would be filled from ${claim}, now from ${old === undefined ? 'nothing' : `"${old}"`}`;
    return { id: 'provider-mapping', what, path: path('mapping') };
  });
}

function domainEffects({ before, after, path, unknown }: BothSides): Effect[] {
  if (unknown('domains')) return [];
  const added = without(after.domains, before.domains);
  if (added.length === 0) return [];
  return [
    {
      id: 'provider-domains',
      what: `people at ${list(added)} would be sent to it to sign in`,
      path: path('domains'),
    },
  ];
}

/**
 * A new provider in an existing pool lets its users in from then on. In a new pool, whose id is not known
 * yet, there is nobody it could harm.
 */
const added: EffectRule = (change) => {
  const found = providerChange(change);
  const after = found?.after;
  if (change.action !== 'create' || !found || !after?.pool) return [];
  const initiated = detailEffects({ ...found, before: { ...after, details: {} }, after });
  return [
    { id: 'provider-added', what: `people could sign in through ${after.name} (${after.type})` },
    ...initiated.filter(({ id }) => id === 'idp-initiated'),
  ];
};

/** An identity provider of a pool, from Terraform's own resource or the function that manages those with a secret. */
const provider: EffectRule = (change, context) => {
  const found = providerChange(change);
  const { before, after } = found ?? {};
  if (!found || !before) return added(change, context);
  const gone = (what: string): Effect[] => [{ id: 'provider-removed', what }];
  if (change.action === 'delete')
    return goes(context, 'aws_cognito_user_pool', 'id', before.pool)
      ? []
      : gone(`nobody could sign in through ${before.name} (${before.type})`);
  // If Terraform forgets it, it stays as it is.
  if (!change.after) return [];
  if (!after) return gone(`${before.name} (${before.type}) would no longer be an identity provider`);
  const both = { ...found, before, after };
  const renamed = (['name', 'type'] as const).some(
    (part) => before[part] !== after[part] && !found.unknown(part),
  );
  return [
    ...(renamed
      ? gone(`${before.name} (${before.type}) would become ${after.name} (${after.type}), with other users`)
      : []),
    ...detailEffects(both),
    ...metadataEffects(both),
    ...mappingEffects(both),
    ...domainEffects(both),
  ];
};

export const providerRules: Rules = {
  aws_cognito_identity_provider: [provider],
  aws_lambda_invocation: [provider],
};
