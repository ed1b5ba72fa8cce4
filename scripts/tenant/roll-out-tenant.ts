import type { CommandResult, Context } from '../cli/context';
import { rollOut } from '../rollout/rollout-command';
import { permitOnlyNew } from './bootstrap/only-new';

/**
 * Rolls out what is done to one tenant, through review and guard, and nothing else that waits in the same stacks.
 * @param more which of its stacks; all of them, if it does not say so
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
