import type { Json } from '../model';
import type { PlannedResource } from '../planned';
import { actionOf } from './actions';
import type { ShownPlan, ShownResource } from './shown-plan';

/** A resource of a plan, with Terraform's sensitivity marks. */
export interface MarkedResource {
  resource: PlannedResource;
  mode: 'managed' | 'data';
  /** Like `before`, with `true` where it is secret; `false` if nothing is. */
  beforeSensitive: Json;
  afterSensitive: Json;
  /** Its id in AWS, from before the change if it existed; for an import, the import id. */
  id: string | undefined;
}

/** A path in `AttributeChange` notation: an index only if a block occurs more than once. */
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
    } else break; // A set element is identified by its value.
  }
  return path;
}

const text = (value: Json | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);

function marked(stack: string, shown: ShownResource): MarkedResource {
  const { address, previous_address, mode, type, name, deposed, change } = shown;
  const [before, after] = [change.before ?? undefined, change.after ?? undefined];
  return {
    resource: {
      // The remains of an interrupted replacement have the same address as the current resource.
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

/** All resources of a plan: changed, drifted and deferred. */
export function plannedResources(stack: string, plan: ShownPlan) {
  const in_ = (section: 'drift' | 'deferred', shown: ShownResource): MarkedResource => {
    const one = marked(stack, shown);
    return { ...one, resource: { ...one.resource, section } };
  };
  return {
    planned: plan.resource_changes.map((shown) => marked(stack, shown)),
    /** `before` from the state, `after` as found. */
    drifted: plan.resource_drift.map((shown) => in_('drift', shown)),
    deferred: plan.deferred_changes.map(({ resource_change }) => in_('deferred', resource_change)),
  };
}
