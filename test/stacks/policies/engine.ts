import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CedarValueJson, type EntityJson, isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { loadPolicies, policyDir, type StoreKind, withPool } from '../../../stacks/policies/cedar';
import { poolPlaceholder } from '../../../stacks/policies/source';

const pool = 'eu-central-1_Example01';

/** A line of decisions.json: who, what, on what, in which context → the decision, and by which policies. */
export interface Golden {
  name: string;
  principal: { sub: string; groups: string[] };
  action: string;
  resource: { type: string; id: string; attributes: Record<string, CedarValueJson> };
  context: Record<string, CedarValueJson>;
  decision: 'ALLOW' | 'DENY';
  by: string[];
}

export const goldenDecisions = (kind: StoreKind): Golden[] =>
  JSON.parse(readFileSync(join(policyDir(kind), 'decisions.json'), 'utf8').replaceAll(poolPlaceholder, pool));

/** Asks the real engine as Verified Permissions would, with the entities that it makes of the token. */
export function decide(kind: StoreKind, { principal, action, resource, context }: Golden) {
  const { policies } = loadPolicies(policyDir(kind));
  const uid = (type: string, id: string) => ({ type: `Payments::${type}`, id });
  const groups = principal.groups.map((group) => uid('Group', `${pool}|${group}`));
  const user = uid(kind === 'service' ? 'Service' : 'User', `${pool}|${principal.sub}`);
  const entities: EntityJson[] = [
    { uid: user, attrs: {}, parents: groups },
    ...groups.map((group) => ({ uid: group, attrs: {}, parents: [] })),
    { uid: uid(resource.type, resource.id), attrs: resource.attributes, parents: [] },
  ];
  const answer = isAuthorized({
    principal: user,
    action: uid('Action', action),
    resource: uid(resource.type, resource.id),
    context,
    policies: { staticPolicies: Object.fromEntries(policies.map((p) => [p.name, withPool(p, pool)])) },
    entities,
  });
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  const { decision, diagnostics } = answer.response;
  return { decision: decision.toUpperCase(), by: [...diagnostics.reason].sort() };
}
