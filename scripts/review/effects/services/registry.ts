import type { Effect } from '../../model';
import type { EffectRule } from '../../planned';
import type { EffectId } from '../catalogue';
import { without } from '../values';
import { list } from '../words';
import { type Item, itemSides } from './item';

const path = 'item';
const tiers = ['bronze', 'silver', 'gold'];

const effect = (id: EffectId, what: string): Effect => ({ id, what, path });

function grown(before: Item, after: Item): Effect[] {
  const added = without(after.texts('allowed_ops'), before.texts('allowed_ops'));
  const [oldTier, tier] = [before.text('tier') ?? '', after.text('tier') ?? ''];
  const [oldRate, rate] = [before.number('rate_limit'), after.number('rate_limit')];
  return [
    ...(added.length > 0 ? [effect('service-operations-grow', `it would be allowed ${list(added)}`)] : []),
    ...(oldTier !== tier && (!tiers.includes(tier) || tiers.indexOf(tier) > tiers.indexOf(oldTier))
      ? [effect('service-operations-grow', `its tier would be ${tier || 'none'}, now ${oldTier || 'none'}`)]
      : []),
    ...(oldRate !== undefined && (rate === undefined || rate > oldRate)
      ? [
          effect(
            'service-limits-grow',
            `it could make ${rate ?? 'any number of'} requests a second, now ${oldRate}`,
          ),
        ]
      : []),
  ];
}

/**
 * Attributes, with AWS's ids and ours, from which the authorizer learns whose tokens to accept and which store to ask
 * (`functions/shared/access/registry.ts`).
 */
const trusted = [
  'flow',
  'policy_store_id',
  'probe_client_id',
  'server_client_id',
  'service_id',
  'tenant_id',
  'user_pool_id',
  'web_client_id',
];

/** A client that this plan creates has no id yet; it is judged where it is created. */
const isNew = (id: string | undefined) => /^\$\{aws_cognito_user_pool_client\./.test(id ?? '');

function repointed(before: Item, after: Item): Effect[] {
  const clients = without(after.texts('client_ids'), before.texts('client_ids')).filter((id) => !isNew(id));
  return [
    ...trusted.flatMap((name) => {
      const [old, next] = [before.text(name), after.text(name)];
      return old === next || (name === 'server_client_id' && old === undefined && isNew(next))
        ? []
        : [effect('registry-repointed', `${name} would be ${next ?? 'none'}, now ${old ?? 'none'}`)];
    }),
    ...(clients.length > 0
      ? [effect('registry-repointed', `tokens of ${list(clients)} would also be accepted`)]
      : []),
  ];
}

function resumed(before: Item, after: Item): Effect[] {
  const [old, next] = [before.text('status'), after.text('status')];
  return old === 'suspended' && next !== old
    ? [effect('suspension-lifted', `its status would be ${next ?? 'none'}, now ${old}`)]
    : [];
}

/** An entry in the registries of services, tenants and flows. A new service's or tenant's entry has no effect. */
export const registry: EffectRule = (change) => {
  const found = itemSides(change);
  if (!found) return [];
  const { before, after } = found;
  return [...grown(before, after), ...repointed(before, after), ...resumed(before, after)];
};
