import type { Environment } from '../../environments/schema';
import type { StackContent } from '../applied/changed';
import { localLedger, localRuns } from '../ledger/find';
import { historyHere, wasBegunHere } from '../rollout/attempt';
import { openFoundation, planAsPlanRole, planUnbootstrapped } from '../rollout/foundation-state';
import type { StackSession } from '../terraform/session';
import type { PlanFacts } from './facts';

/** A stack's history in the ledgers on this disk. */
const historyOnDisk = (stack: string, state: string) =>
  historyHere(stack, {
    localRuns: () => localRuns(state),
    entriesOf: async (run) => localLedger(state, run)?.entries,
  });

/**
 * Opens the stack's state for planning as a role or, before its account is bootstrapped, an empty one.
 * @param state the workspace's state folder
 */
export async function openForPlan(
  session: StackSession,
  {
    environment,
    of,
    state,
    role,
  }: { environment: Environment; of: StackContent; state: string; role: PlanFacts['role'] },
): Promise<{ session: StackSession; bootstrapped: boolean }> {
  const { folder, terraform } = session;
  const { stack } = of;
  const purpose = role === 'plan' ? 'look' : 'change';
  const isFoundation = stack.stack === 'foundation';
  const bootstrapped = isFoundation
    ? (await openFoundation(environment, stack, {
        folder,
        purpose,
        begunHere: wasBegunHere(await historyOnDisk(stack.id, state)),
      })) === 'bucket'
    : of.bootstrapped;
  // A foundation being bootstrapped has its state in a file, and is planned as the role that applies it.
  if (isFoundation && !bootstrapped) return { session, bootstrapped };
  if (bootstrapped && role === 'deploy') return { session, bootstrapped };
  const open = bootstrapped ? planAsPlanRole : planUnbootstrapped;
  const variables = open(environment, stack, folder);
  return {
    session: { ...session, terraform: { ...terraform, env: { ...terraform.env, ...variables } } },
    bootstrapped,
  };
}
