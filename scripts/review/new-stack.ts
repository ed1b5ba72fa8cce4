import type { LoadedEnvironment } from '../../environments/schema';
import type { StackConfiguration } from '../adoption/types';
import { ownerKey, ownerOf } from '../removal/owner';
import type { StackInfo } from '../selection/stacks';
import { effectsOf } from './effects';
import type { StackModel } from './model';
import type { Attributes, PlannedResource } from './planned';
import { masked, placed, sorted, stackMasker } from './stack-model';

/** Terraform's own words in a resource, which are no attributes. */
const meta = new Set(['provider', 'lifecycle', 'depends_on', 'provisioner', 'connection', '//']);

/**
 * What is planned for a stack that stands nowhere yet, from its configuration: all of it is created. References stay
 * as they are written, which tells more than the "known after apply" of a plan, and needs no Terraform.
 */
function resourcesOf({ resource = {} }: StackConfiguration): PlannedResource[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, written]): PlannedResource => {
      const attributes = Object.fromEntries(
        Object.entries(written as Attributes).filter(([key]) => !meta.has(key)),
      );
      return {
        address: `${type}.${name}`,
        type,
        name,
        action: 'create',
        section: 'change',
        before: undefined,
        after: attributes,
        unknown: {},
        replacedBy: [],
        configured: attributes,
      };
    }),
  );
}

/** The model of a stack that stands nowhere yet. @param synthesized its `cdk.tf.json`, parsed */
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
