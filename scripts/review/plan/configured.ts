import { pieces } from '../../adoption/references';
import type { StackConfiguration } from '../../adoption/types';
import { blockAt } from '../../adoption/wanted';
import type { Json } from '../model';
import type { Attributes, PlannedResource } from '../planned';
import type { MarkedResource } from './planned-resources';

const item = { type: 'aws_dynamodb_table_item', attribute: 'item' } as const;

/**
 * A template with every reference filled in that the plan knows. What is yet to be made stays as it is written. Undefined
 * for what only Terraform can evaluate.
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
 * An item of a table is one text, all of it unknown as soon as it names anything that is yet to be made, such as a new
 * service's client. It is known from its configuration what else would stand in it.
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

/** Resources with what configuration says of them, which tells of values that a plan does not know yet. */
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
