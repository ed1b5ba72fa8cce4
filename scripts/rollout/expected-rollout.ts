import type { Environment } from '../../environments/schema';
import type { StackContent } from '../applied/changed';
import type { Context } from '../cli/context';
import { type Act, loadsOf, type StackLoad } from '../quotas/load';
import { expectedSeconds } from './expected-time';
import { rolloutWaves } from './waves';

/** Expected seconds, as far as is known before anything is planned. */
export function expectedFor(
  { workspace }: Pick<Context, 'workspace'>,
  { rollout: how }: Environment,
  left: readonly StackContent[],
  parallel: number,
): number {
  const acts = new Map(
    left.map(({ stack, deployed, current }) => [
      stack.id,
      deployed ? (current ? 'refresh' : 'change') : 'first',
    ]),
  );
  const stacks = left.map(({ stack }) => stack);
  const loads = new Map(loadsOf(workspace.built, stacks).map((load) => [load.id, load]));
  return rolloutWaves(stacks, how, parallel).reduce(
    (sum, { stacks: ids, atOnce }) =>
      sum +
      expectedSeconds(
        ids.map((id) => ({ ...(loads.get(id) as StackLoad), act: acts.get(id) as Act })),
        atOnce,
      ),
    0,
  );
}
