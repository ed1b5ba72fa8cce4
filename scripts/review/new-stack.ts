import type { LoadedEnvironment } from '../../environments/schema';
import type { StackConfiguration } from '../adoption/types';
import { ownerKey, ownerOf } from '../removal/owner';
import type { StackInfo } from '../selection/stacks';
import { effectsOf } from './effects';
import type { Json, StackModel } from './model';
import type { Attributes, PlannedResource } from './planned';
import { masked, placed, sorted, stackMasker } from './stack-model';

/** Terraform's meta-arguments of a resource, which are not attributes. */
const meta = new Set(['provider', 'lifecycle', 'depends_on', 'provisioner', 'connection', '//']);

/** Splits a value into its known part and the places of references, like a plan's `after` and `after_unknown`. */
function known(value: Json): { after?: Json; unknown: Json } {
  if (typeof value === 'string')
    return /(^|[^$])\$\{/.test(value) ? { unknown: true } : { after: value, unknown: false };
  if (Array.isArray(value)) {
    const parts = value.map(known);
    return { after: parts.map(({ after = null }) => after), unknown: parts.map(({ unknown }) => unknown) };
  }
  if (typeof value !== 'object' || value === null) return { after: value, unknown: false };
  const after: Record<string, Json> = {};
  const unknown: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value).map(([key, member]) => [key, known(member)] as const)) {
    if (part.after !== undefined) after[name] = part.after;
    if (part.unknown !== false) unknown[name] = part.unknown;
  }
  return { after, unknown };
}

/**
 * The planned resources of a stack that is not deployed yet, from its configuration: all are created. References
 * are unknown, as in a plan, and kept verbatim in `configured`.
 */
function resourcesOf({ resource = {} }: StackConfiguration): PlannedResource[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, written]): PlannedResource => {
      const configured = Object.fromEntries(
        Object.entries(written as Attributes).filter(([key]) => !meta.has(key)),
      );
      const { after, unknown } = known(configured);
      return {
        address: `${type}.${name}`,
        type,
        name,
        action: 'create',
        section: 'change',
        before: undefined,
        after: after as Attributes,
        unknown,
        replacedBy: [],
        configured,
      };
    }),
  );
}

/** The model of a stack that is not deployed yet. @param synthesized its `cdk.tf.json`, parsed */
export function newStackModel({
  synthesized,
  stack,
  loaded,
  bootstrapped,
}: {
  synthesized: StackConfiguration;
  stack: StackInfo;
  loaded: LoadedEnvironment;
  bootstrapped: boolean;
}): StackModel {
  const resources = resourcesOf(synthesized);
  const masker = stackMasker(stack, { synthesized });
  const context = { stack, loaded, resources };
  const changes = resources.map((resource) => {
    const { address, type, name, action, section } = resource;
    const owner = ownerOf(stack.stack, name);
    const effects = effectsOf(resource, context);
    const change = { address, type, action, section, ...(owner && { owner: ownerKey(owner) }) };
    return masked({ ...change, attributes: [], effects }, masker);
  });
  return { stack: placed(stack), bootstrapped, changed: changes.length > 0, changes: sorted(changes) };
}
