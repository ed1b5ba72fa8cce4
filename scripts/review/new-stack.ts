import type { StackConfiguration } from '../adoption/types';
import type { Attributes, PlannedResource } from './planned';

/** Terraform's own words in a resource, which are no attributes. */
const meta = new Set(['provider', 'lifecycle', 'depends_on', 'provisioner', 'connection', '//']);

/**
 * What is planned for a stack that stands nowhere yet, from its configuration: all of it is created. References stay
 * as they are written, which tells more than the "known after apply" of a plan, and needs no Terraform.
 */
export function resourcesOfNewStack({ resource = {} }: StackConfiguration): PlannedResource[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, written]) => ({
      address: `${type}.${name}`,
      type,
      name,
      action: 'create' as const,
      section: 'change' as const,
      before: undefined,
      after: Object.fromEntries(
        Object.entries(written as Attributes).filter(([key]) => !meta.has(key)),
      ) as Attributes,
      unknown: {},
      replacedBy: [],
    })),
  );
}
