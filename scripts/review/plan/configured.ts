import { pieces } from '../../adoption/references';
import type { StackConfiguration } from '../../adoption/types';
import { blockAt } from '../../adoption/wanted';
import type { Json } from '../model';
import type { Attributes, PlannedResource } from '../planned';
import type { MarkedResource } from './planned-resources';

const item = { type: 'aws_dynamodb_table_item', attribute: 'item' } as const;

/**
 * A template with every known reference filled in. References to resources yet to be created are kept. Undefined
 * for anything that only Terraform can evaluate.
 */
function filledIn(template: string, resources: ReadonlyMap<string, PlannedResource>): string | undefined {
  try {
    return pieces(template)
      .map((piece) => {
        if (typeof piece === 'string') return piece;
        const value = resources.get(piece.address)?.after?.[piece.attribute];
        return typeof value === 'string' ? value : `\${${piece.address}.${piece.attribute}}`;
      })
      .join('');
  } catch {
    return undefined;
  }
}

/**
 * A table item is a single string, which is entirely unknown if it refers to anything yet to be created, such as a new
 * service's client. Its configuration provides the rest of its content.
 */
function knownItem(resource: PlannedResource, all: ReadonlyMap<string, PlannedResource>): PlannedResource {
  const template = resource.configured?.[item.attribute];
  const unknown = resource.unknown as Record<string, Json> | boolean;
  if (resource.type !== item.type || typeof template !== 'string') return resource;
  if (typeof unknown !== 'object' || unknown?.[item.attribute] !== true) return resource;
  const text = filledIn(template, all);
  if (text === undefined) return resource;
  return {
    ...resource,
    after: { ...resource.after, [item.attribute]: text },
    unknown: { ...unknown, [item.attribute]: false },
  };
}

/** Adds configuration to resources, which helps with values that the plan does not know yet. */
export function withConfiguration(
  marked: readonly MarkedResource[],
  synthesized: StackConfiguration,
): MarkedResource[] {
  const configured = marked.map((one): MarkedResource => {
    const block = one.mode === 'managed' ? blockAt(synthesized, one.resource.address) : undefined;
    return block ? { ...one, resource: { ...one.resource, configured: block as Attributes } } : one;
  });
  const all = new Map(configured.map(({ resource }) => [resource.address, resource]));
  return configured.map((one) => ({ ...one, resource: knownItem(one.resource, all) }));
}
