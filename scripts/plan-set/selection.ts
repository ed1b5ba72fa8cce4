import { usageError } from '../cli/errors';
import type { StackFlags } from '../cli/flags';
import type { Selection } from '../selection/selection';
import type { PlanSet } from './folder';

const selecting = ['account', 'region', 'ring', 'stack', 'tenant', 'remove'] as const;

/**
 * The stacks in a plan set, as flags. Throws a usage error for another environment, and for flags that would
 * select something else.
 */
export function selectionOf(
  { folder, manifest, model }: PlanSet,
  flags: StackFlags & { refresh?: boolean },
): Selection & { remove: string[] } {
  if (flags.env !== manifest.environment)
    throw usageError(
      `plan set ${folder} is for environment ${manifest.environment}`,
      `name that one: --env ${manifest.environment}`,
    );
  const extra = [
    ...selecting.filter((flag) => flags[flag] !== undefined),
    ...(flags.refresh ? ['refresh'] : []),
  ];
  if (extra.length > 0)
    throw usageError(
      `a plan set already determines what is applied: leave out ${extra.map((flag) => `--${flag}`).join(', ')}`,
    );
  const { remove } = manifest.facts;
  const stack = model.stacks.map((one) => one.stack.id).filter((id) => !remove.includes(`stack:${id}`));
  return { env: manifest.environment, stack, remove };
}
