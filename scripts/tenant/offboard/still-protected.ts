import type { LoadedEnvironment } from '../../../environments/schema';
import { blocked } from '../../cli/errors';
import { deployedStacks } from '../../removal/deployed';
import { keptProtections } from '../../removal/guard';
import { stacksOf } from '../../selection/stacks';

/**
 * Refuses to start on a tenant that is still protected, by configuration or in AWS (exit 3). Checked before its file is
 * removed: after that, no rollout could lift its protections.
 */
export async function refuseProtected(loaded: LoadedEnvironment, id: string): Promise<void> {
  const { environment } = loaded;
  const { name } = environment;
  const stacks = stacksOf(loaded).filter(({ tenants }) => tenants.includes(id));
  const accounts = new Set(stacks.map(({ account }) => account));
  const rollOut = `npx fleet rollout --env ${name} --stack foundation,${[...new Set(stacks.map(({ stack }) => stack))].join(',')} --account ${[...accounts].join(',')}`;
  const kept = keptProtections(environment);
  if (kept.length > 0)
    throw blocked(
      `${id} is protected in ${name} by ${kept.join(' and ')}; nothing was destroyed`,
      `give that up in environments/${name}.ts (relaxations, with a reason), commit it and roll it out: ${rollOut}; then run the same command again`,
    );
  const { stacks: deployed } = await deployedStacks(environment, 'look', accounts);
  const still = deployed
    .flatMap(({ resources }) => resources)
    .find(
      ({ owner, deletionProtection }) => owner?.kind === 'tenant' && owner.id === id && deletionProtection,
    );
  if (still)
    throw blocked(
      `${still.address} (${still.id}) has deletion protection in AWS; nothing was destroyed`,
      `configuration gives it up: roll that out, ${rollOut}; then run the same command again`,
    );
}
