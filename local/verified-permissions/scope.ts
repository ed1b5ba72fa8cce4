import type { EntityUidJson, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Entity, LinkedPolicy, Policy, Template } from './state';

type EntityConstraint = PolicyJson['principal'] | PolicyJson['resource'];

const plain = (uid: EntityUidJson) => ('__entity' in uid ? uid.__entity : uid);

const entity = (uid: EntityUidJson): Entity => {
  const { type, id } = plain(uid);
  return { entityType: type, entityId: id };
};

/** The slot in a scope constraint of a template. */
export function slotOf(constraint: EntityConstraint): string | undefined {
  const inner = constraint.op === 'is' ? constraint.in : constraint;
  return inner && 'slot' in inner ? inner.slot : undefined;
}

/** The one entity that a scope names with `==` or `in`; undefined for all entities, `is` alone, or a slot. */
function named(constraint: EntityConstraint): Entity | undefined {
  const inner = constraint.op === 'is' ? constraint.in : constraint;
  return inner && 'entity' in inner ? entity(inner.entity) : undefined;
}

function actionsOf({ action }: PolicyJson) {
  if (action.op === 'All' || 'slot' in action) return undefined;
  const uids = 'entities' in action ? action.entities : [action.entity];
  return uids.map(plain).map(({ type, id }) => ({ actionType: type, actionId: id }));
}

/** A policy's scope in the API: only members that are present. */
export interface Scope {
  effect: 'Permit' | 'Forbid';
  principal?: Entity;
  resource?: Entity;
  actions?: { actionType: string; actionId: string }[];
}

function scope(json: PolicyJson, link: Pick<LinkedPolicy, 'principal' | 'resource'> = {}): Scope {
  const principal = link.principal ?? named(json.principal);
  const resource = link.resource ?? named(json.resource);
  const actions = actionsOf(json);
  return {
    effect: json.effect === 'permit' ? 'Permit' : 'Forbid',
    ...(principal && { principal }),
    ...(resource && { resource }),
    ...(actions && { actions }),
  };
}

/** Scope of a policy; for a linked policy, its template's with the slots filled. */
export function scopeOf(policy: Policy, templates: ReadonlyMap<string, Template>): Scope {
  if (policy.policyType === 'STATIC') return scope(policy.parsed);
  const template = templates.get(policy.policyTemplateId);
  if (!template)
    throw new Error(`policy ${policy.policyId} has lost its template ${policy.policyTemplateId}`);
  return scope(template.parsed, policy);
}

/** Parts of a policy or template that an update can't change: effect, principal and resource. */
export function fixedParts({ effect, principal, resource }: PolicyJson) {
  return { effect, principal, resource };
}
