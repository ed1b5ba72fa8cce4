import type { CommandResult, Context } from '../cli/context';
import { rollOut } from '../rollout/rollout-command';
import { permitOnlyNew } from './bootstrap/only-new';

/**
 * Rolls out the changes to one tenant, through review and guard, without any others pending in the same stacks.
 * @param more selects some of its stacks; all of them if left out
 */
export const rollOutTenant = (
  context: Context,
  {
    env,
    tenant,
    parallel,
    yes,
  }: { env: string; tenant: string; parallel: number; yes?: boolean | undefined },
  more: { stack?: string[]; remove?: string[] } = {},
): Promise<CommandResult> =>
  rollOut(
    context,
    { env, parallel, ...(yes && { yes }), ...more, ...(!more.stack && { tenant: [tenant] }) },
    undefined,
    (review) => permitOnlyNew(review, { environment: env, tenants: [tenant] }),
  );
