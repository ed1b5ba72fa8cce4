import { operateRole, planRole } from '../../../environments/names';
import { remembered } from '../../applied/look';
import { callerIdentity } from '../../aws/credentials';
import { poolAccess } from '../../aws/pool-access';
import type { CommandResult, Context } from '../../cli/context';
import { usageError } from '../../cli/errors';
import type { CommonFlags } from '../../cli/flags';
import { providersOf } from '../../selection/identity-providers';
import { stacksOf } from '../../selection/stacks';
import { leavingOf } from '../offboard/tombstone';
import { roomOf } from '../request/room';
import { pickTenant } from '../tenant-file';
import { describeTenant, type ShownRegion } from './describe';
import { endpointsOf } from './endpoints';
import { liveTenant, subsOf } from './live';
import { rotationOf } from './rotation';

export interface ShowFlags extends CommonFlags {
  env?: string;
  /** The user whose `sub` to look up. */
  user?: string;
}

/** `fleet tenant show`: where a tenant is, and what its developers need to know. */
export async function showTenant(context: Context, id: string, flags: ShowFlags): Promise<CommandResult> {
  const { root } = context.workspace;
  const { loaded, tenant } = pickTenant(root, flags.env, id);
  const { environment, tenants } = loaded;
  await callerIdentity(environment.regions[0] as string, context.env);
  const stacks = stacksOf(loaded)
    .filter((stack) => stack.tenants.includes(id))
    .sort((a, b) => environment.regions.indexOf(a.region) - environment.regions.indexOf(b.region));
  const records = await remembered(environment, 'look', stacks);
  const room = roomOf(environment, tenants);
  const looking = poolAccess(environment, planRole(environment));
  const operating = poolAccess(environment, operateRole(environment));
  const providers = providersOf(loaded, { flow: 'tenant', tenant: id }).map(({ provider }) => provider);
  const regions: ShownRegion[] = [];
  for (const stack of stacks) {
    const { account, region, stack: cell } = stack;
    const live = await liveTenant(environment, looking, stack, id);
    const applied = records.get(stack.id)?.record?.applied;
    const { user } = flags;
    regions.push({
      account,
      region,
      cell,
      stack: stack.id,
      ring: stack.ring ?? null,
      applied: applied ? { commit: applied.commit, at: applied.at } : null,
      held: room.held(region, cell),
      capacity: environment.cells[cell]?.capacity ?? 0,
      pools: room.pools(region, account),
      live: live ? { ...live, endpoints: endpointsOf(environment, tenant, { region, ...live }) } : null,
      ...(live?.serverClientId !== undefined && { rotation: await rotationOf(environment, stack, id) }),
      ...(user !== undefined && {
        subs: live ? await subsOf(operating, stack, { ...live, user, providers }) : [],
      }),
    });
  }
  if (flags.user !== undefined && regions.every(({ subs }) => subs?.length === 0))
    throw usageError(
      `${flags.user} is not in any pool of ${id}`,
      'name a username, sub, e-mail address, or subject at the identity provider',
    );
  const { name, status } = tenant;
  const { user = null } = flags;
  const leaving = leavingOf(root, environment.name, id);
  return {
    data: { environment: environment.name, tenant: id, name, status, leaving, user, regions },
    text: describeTenant({ id, name, status, leaving }, regions, flags.user),
  };
}
