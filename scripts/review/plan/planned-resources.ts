import type { Json } from '../model';
import type { PlannedResource } from '../planned';
import { actionOf } from './actions';
import type { ShownPlan, ShownResource } from './shown-plan';

/** A resource of a plan, and what Terraform marks as secret in it. */
export interface MarkedResource {
  resource: PlannedResource;
  mode: 'managed' | 'data';
  /** Like `before`, with `true` where it is secret; `false` for nothing at all. */
  beforeSensitive: Json;
  afterSensitive: Json;
  /** What AWS calls it, from before the change if it was there; of what is imported, what it was asked for by. */
  id: string | undefined;
}

/** A place in an attribute as `AttributeChange` writes it: an index only where a block is there more than once. */
function pathOf(steps: readonly unknown[], values: readonly (Json | undefined)[]): string {
  let path = '';
  let at = values;
  for (const step of steps) {
    if (typeof step === 'string') {
      path += path === '' ? step : `.${step}`;
      at = at.map((value) => (value as Record<string, Json> | null | undefined)?.[step]);
    } else if (typeof step === 'number') {
      if (at.some((value) => Array.isArray(value) && value.length > 1)) path += `[${step}]`;
      at = at.map((value) => (value as Json[] | null | undefined)?.[step]);
    } else break; // An element of a set is named by its value.
  }
  return path;
}

const text = (value: Json | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);

function marked(stack: string, shown: ShownResource): MarkedResource {
  const { address, previous_address, mode, type, name, deposed, change } = shown;
  const [before, after] = [change.before ?? undefined, change.after ?? undefined];
  return {
    resource: {
      // What a broken-off replacement left behind stands at the same address as what is there now.
      address: deposed ? `${address} (deposed ${deposed})` : address,
      type,
      name,
      ...actionOf(stack, shown),
      ...(previous_address && { previousAddress: previous_address }),
      before,
      after,
      unknown: change.after_unknown,
      replacedBy: (change.replace_paths ?? []).map((steps) => pathOf(steps, [before, after])),
    },
    mode,
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
    id: text(before?.id) ?? text(after?.id) ?? change.importing?.id,
  };
}

/** Everything that a plan says of resources: what it would do, what has drifted, and what it leaves for later. */
export function plannedResources(stack: string, plan: ShownPlan) {
  const in_ = (section: 'drift' | 'deferred', shown: ShownResource): MarkedResource => {
    const one = marked(stack, shown);
    return { ...one, resource: { ...one.resource, section } };
  };
  return {
    planned: plan.resource_changes.map((shown) => marked(stack, shown)),
    /** `before` as the state has it, `after` as it was found. */
    drifted: plan.resource_drift.map((shown) => in_('drift', shown)),
    deferred: plan.deferred_changes.map(({ resource_change }) => in_('deferred', resource_change)),
  };
}
