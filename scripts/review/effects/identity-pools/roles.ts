import type { Effect, Json } from '../../model';
import type { Attributes, EffectRule } from '../../planned';
import { blocks, differing, sides, textMap, unknownAt, valueAt } from '../values';

const id = 'identity-pool-wider' as const;

/** `arn:aws:iam::…:role/fleet/prod/x` as `x`; the full ARN if names alone are ambiguous. */
const short = (arn: string) => arn.split('/').at(-1) ?? arn;
const shown = (after: Json | undefined, before: Json | undefined): [string, string] => {
  const [next, old] = [after, before].map((arn) => (typeof arn === 'string' ? arn : 'none')) as [
    string,
    string,
  ];
  return short(next) === short(old) ? [next, old] : [short(next), short(old)];
};

const fallbacks: EffectRule = (change) => {
  const found = sides(change, 'roles');
  if (!found) return [];
  const [before, after] = [textMap(found.before), textMap(found.after)];
  return differing(before, after)
    .filter((who) => after[who] !== undefined)
    .map((who) => {
      const [next, old] = shown(after[who], before[who]);
      return { id, what: `${who} users would get the role ${next}, now ${old}`, path: 'roles' };
    });
};

const path = 'role_mapping';
const claimOf = ({ claim, match_type, value }: Attributes) => `${claim} ${match_type} ${value}`;

/**
 * Rules are evaluated in order, and the first match gives the role. Removing a rule leaves its users to the
 * other rules that they already match; a new rule, another order or another role gives some users another role.
 */
function ruleEffects(before: readonly Attributes[], after: readonly Attributes[]): Effect[] {
  const known = new Map(before.map((rule) => [claimOf(rule), rule.role_arn]));
  const effects = after.flatMap((rule): Effect[] => {
    const claim = claimOf(rule);
    const effect = (what: string) => [{ id, what: `users with ${claim} ${what}`, path }];
    if (!known.has(claim))
      return effect(`would get ${rule.role_arn ? `the role ${short(String(rule.role_arn))}` : 'a new role'}`);
    // A role being created has no ARN yet.
    if (!rule.role_arn || rule.role_arn === known.get(claim)) return [];
    const [next, old] = shown(rule.role_arn, known.get(claim));
    return effect(`would get the role ${next}, now ${old}`);
  });
  const kept = before.map(claimOf).filter((claim) => after.some((rule) => claimOf(rule) === claim));
  const order = after.map(claimOf).filter((claim) => known.has(claim));
  return effects.length > 0 || kept.join('\n') === order.join('\n')
    ? effects
    : [{ id, what: 'rules would be evaluated in another order, and the first match wins', path }];
}

const mappingEffects = (before: Attributes, after: Attributes): Effect[] => {
  const effect = (what: string): Effect => ({ id, what, path });
  return [
    ...(before.type === after.type
      ? []
      : [effect(`roles would be chosen by ${after.type}, now by ${before.type}`)]),
    ...(before.ambiguous_role_resolution === 'Deny' && after.ambiguous_role_resolution !== 'Deny'
      ? [effect('users who match no rule would get the default role, now none')]
      : []),
    ...ruleEffects(blocks(before.mapping_rule), blocks(after.mapping_rule)),
  ];
};

/** Mappings by client. One whose client is not known yet affects no existing user. */
const mappings: EffectRule = ({ before, after }) => {
  if (!before || !after) return [];
  const old = new Map(blocks(valueAt(before, path)).map((mapping) => [mapping.identity_provider, mapping]));
  return blocks(valueAt(after, path)).flatMap((mapping) => {
    const client = mapping.identity_provider;
    const was = old.get(client);
    if (typeof client !== 'string') return [];
    return was ? mappingEffects(was, mapping) : [{ id, what: `users of ${client} would get roles`, path }];
  });
};

/** Which role a user gets. */
export const rolesAttachment = [fallbacks, mappings];

/** Session tags come from claims, and policies depend on them. */
export const sessionTags: EffectRule = (change) => {
  const attribute = 'principal_tags';
  const { before, after } = change;
  if (!before || !after || unknownAt(change, attribute)) return [];
  const [old, next] = [before, after].map((side) => textMap(valueAt(side, attribute))) as [
    Record<string, string>,
    Record<string, string>,
  ];
  return differing(old, next).map((tag) => ({
    id,
    what: `the tag ${tag} would be ${next[tag] ?? 'none'}, now ${old[tag] ?? 'none'}`,
    path: attribute,
  }));
};
