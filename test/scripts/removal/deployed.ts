import type { LoadedEnvironment } from '../../../environments/schema';
import { type StackInfo, stacksOf } from '../../../scripts/lib/stacks';
import { parseState } from '../../../scripts/removal/deployed-state';
import type { DeployedStack } from '../../../scripts/removal/omissions';
import { resourcesOf, type Stack, synthesize } from '../../invariants/fleet';

/** The state that Terraform writes after it has applied a stack, as far as anybody here reads it. */
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

/** An environment's stacks as configuration has them. */
export function configuredStacks(loaded: LoadedEnvironment): StackInfo[] {
  const ids = [...synthesize(loaded).keys()];
  return stacksOf({ stacks: Object.fromEntries(ids.map((id) => [id, { dependencies: [] }])) }, loaded);
}

/** What stands in AWS after the whole environment has been applied. */
export function applied(loaded: LoadedEnvironment): DeployedStack[] {
  const synthesized = synthesize(loaded);
  return configuredStacks(loaded).map(({ id, account, region, stack }) => ({
    account,
    region,
    stack,
    ...parseState(stack, stateText(synthesized.get(id) as Stack)),
  }));
}
