import { ownerKey, ownerOf } from '../../removal/owner';
import type { StackInfo } from '../../selection/stacks';
import type { AttributeChange, Effect, ReviewAction, ReviewedChange } from '../model';
import type { PlannedResource } from '../planned';

/** A change that the plan does not show, of a resource in the plan. */
export function hiddenChange(
  stack: Pick<StackInfo, 'stack'>,
  { address, type, name, before }: Pick<PlannedResource, 'address' | 'type' | 'name' | 'before'>,
  found: { action: ReviewAction; attributes: AttributeChange[]; effects: Effect[] },
): ReviewedChange {
  const owner = ownerOf(stack.stack, name);
  return {
    address,
    type,
    action: found.action,
    section: 'hidden',
    ...(owner && { owner: ownerKey(owner) }),
    ...(typeof before?.id === 'string' && { id: before.id }),
    attributes: [...found.attributes].sort((a, b) => (a.path < b.path ? -1 : 1)),
    effects: found.effects,
  };
}
