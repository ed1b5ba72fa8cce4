import type { LoadedEnvironment } from '../../../environments/schema';
import { parseState } from '../../../scripts/removal/deployed-state';
import type { DeployedStack } from '../../../scripts/removal/omissions';
import { stacksOf } from '../../../scripts/selection/stacks';
import { resourcesOf, type Stack, synthesize } from '../../invariants/fleet';

/** The state that Terraform writes after it has applied a stack, as far as these tests read it. */
const stateText = (stack: Stack): string =>
  JSON.stringify({
    version: 4,
    serial: 1,
    outputs: stack.json.output ?? {},
    resources: resourcesOf([stack]).map(({ type, address, block }) => ({
      mode: 'managed',
      type,
      name: address.split('.')[1],
      instances: [{ attributes: { ...block, id: `id-of-${address}` } }],
    })),
  });

const synthesized = new WeakMap<object, Map<string, Stack>>();

/** Synthesized once per environment: its stacks do not depend on what is in them. */
function stacksIn(loaded: LoadedEnvironment): Map<string, Stack> {
  const known = synthesized.get(loaded.environment) ?? synthesize(loaded);
  synthesized.set(loaded.environment, known);
  return known;
}

/** What exists in AWS after the whole environment, as in its files, has been applied. */
export const applied = (loaded: LoadedEnvironment): DeployedStack[] =>
  stacksOf(loaded).map(({ id, account, region, stack }) => ({
    account,
    region,
    stack,
    ...parseState(stack, stateText(stacksIn(loaded).get(id) as Stack)),
  }));
