import { operateRole } from '../../environments/names';
import { poolAccess } from '../aws/pool-access';
import { confirm } from '../cli/confirm';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import { inEvery, placesOf } from './in-every-region';
import { rollOutTenant } from './roll-out-tenant';
import { runSteps } from './run-steps';
import type { SuspendFlags } from './suspend';
import { clearMark } from './suspension-mark';
import { editTenantFile, pickTenant, tenantFile } from './tenant-file';

/**
 * `fleet tenant resume`: rolls out the stacks first, through review and guard, since it grants access; the marks are
 * cleared last. Until then the tenant stays suspended.
 */
export async function resumeCommand(
  context: Context,
  id: string,
  flags: SuspendFlags,
): Promise<CommandResult> {
  const { root } = context.workspace;
  const { loaded } = pickTenant(root, flags.env, id);
  const { environment } = loaded;
  if (!flags.yes) await confirm(environment.name);
  return runSteps(context, { command: 'tenant resume', environment, subject: id }, async (run) => {
    await run.always('file', { status: 'active' }, async () => {
      editTenantFile(root, { environment: environment.name, tenant: id }, ['status'], 'active');
      return {};
    });
    const { parallel, yes } = flags;
    const rollout = await rollOutTenant(context, { env: environment.name, tenant: id, parallel, yes });
    if (rollout.exitCode)
      return {
        ...rollout,
        text: `${rollout.text}\n${id} stays suspended until all of its stacks are rolled out: run the same command again`,
      };
    const pools = poolAccess(environment, operateRole(environment));
    const { done, troubles } = await inEvery(placesOf(loaded, id), ({ account, region }) =>
      run.always(`clear ${region}`, {}, async () => {
        const config = await pools.access({ account, region });
        await clearMark({ environment, tenant: id, region, config });
        return {};
      }),
    );
    const regions = done.map(({ region }) => region);
    return {
      data: { environment: environment.name, tenant: id, regions, troubles, rollout: rollout.data },
      text: [
        rollout.text,
        `${id} gets tokens again in ${regions.join(', ') || 'no region'}; its users must sign in again`,
        ...troubles.map(({ region, reason }) => `${region}: still suspended: ${reason}`),
        `commit ${tenantFile(environment.name, id)}`,
      ].join('\n'),
      exitCode: troubles.length > 0 ? exitCodes.failed : exitCodes.done,
    };
  });
}
