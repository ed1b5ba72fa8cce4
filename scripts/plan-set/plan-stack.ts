import { rmSync } from 'node:fs';
import { stateKey } from '../../environments/names';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StackContent } from '../applied/changed';
import { unresolved } from '../applied/record';
import { readState, type StateInBucket } from '../applied/state';
import { readingStates } from '../aws/state-bucket';
import { entriesOf } from '../ledger/find';
import type { Entry } from '../ledger/line';
import { ownerKey, ownerOf } from '../removal/owner';
import type { StackModel } from '../review/model';
import { attemptsOn, beingMade } from '../rollout/attempt';
import { type Change, type Counts, countChanges } from '../terraform/changes';
import { init, plan, type StackSession } from '../terraform/session';
import type { PlanFacts, StackFacts } from './facts';
import { fileHash, planFile } from './folder';
import { modelOf } from './model-of';
import { openForPlan } from './open';

/** The result of planning a stack. */
export interface PlannedStack {
  bootstrapped: boolean;
  changed: boolean;
  counts: Counts;
  changes: Change[];
  model: StackModel;
  facts: StackFacts;
}

/** What planning a stack takes. */
export interface PlanRequest {
  loaded: LoadedEnvironment;
  of: StackContent;
  role: PlanFacts['role'];
  /** The plan set's folder. */
  folder: string;
  /** The workspace's state folder. */
  state: string;
  driftOnly?: boolean;
}

/** The stack's state in its bucket; undefined before there is one. */
export async function stateOf({
  loaded,
  of: { stack },
  role,
}: Pick<PlanRequest, 'loaded' | 'of' | 'role'>): Promise<StateInBucket | undefined> {
  const purpose = role === 'plan' ? 'look' : 'change';
  const [found] = await readingStates(loaded.environment, stack.account, purpose, async (store) => [
    await readState(store, stateKey(stack.region, stack.stack)),
  ]);
  return found;
}

/** The facts of a stack's plan, except the plan's own hash. */
export function factsOf(
  { stack, content, record }: StackContent,
  state: StateInBucket | undefined,
): Omit<StackFacts, 'plan'> {
  const { applied } = record ?? {};
  return {
    content,
    state: state ? { lineage: state.lineage, serial: state.serial } : null,
    base: applied
      ? { content: applied.content, commit: applied.commit, at: applied.at, run: applied.run }
      : null,
    accountId: stack.accountId,
    ...(state && { users: usersIn(stack, state) }),
  };
}

/** The number of users of each pool in a state when last read, by owner or by kind of stack. */
function usersIn(
  { stack, kind }: StackContent['stack'],
  { resources }: StateInBucket,
): Record<string, number> {
  const users: Record<string, number> = {};
  for (const [address, { estimated_number_of_users: count }] of resources) {
    const [type, name = ''] = address.split('.');
    if (type !== 'aws_cognito_user_pool' || typeof count !== 'number') continue;
    const owner = ownerOf(stack, name);
    users[owner ? ownerKey(owner) : kind] = count;
  }
  return users;
}

/** Broken-off attempts on a stack whose resources have not been looked for yet. */
async function attemptsLeft(
  { stack, record }: StackContent,
  entries: (run: string) => Promise<readonly Entry[] | undefined>,
) {
  const attempts = await Promise.all(
    unresolved(record).map(async (run) => attemptsOn(stack.id, run, (await entries(run)) ?? [], '')),
  );
  return attempts.flat();
}

/** Only the drift, without configuration changes. */
const onlyDrift = (model: StackModel): StackModel => ({
  ...model,
  changes: model.changes.filter(({ section }) => section === 'drift' || section === 'hidden'),
});

/**
 * Plans a stack, saves the plan, and returns what it would do. Changes nothing and takes no lock.
 * @param opened in the work folder of the role's purpose
 */
export async function planStack(
  opened: StackSession,
  { loaded, of, role, folder, state: stateFolder, driftOnly = false }: PlanRequest,
): Promise<PlannedStack> {
  const { stack } = of;
  const { environment } = loaded;
  const { session, bootstrapped } = await openForPlan(opened, {
    environment,
    of,
    state: stateFolder,
    role,
  });
  await init(session);
  const state = bootstrapped ? await stateOf({ loaded, of, role }) : undefined;
  const file = planFile(folder, stack.id);
  const { changed, changes, drifted } = await plan(session, file, { lock: false, refreshOnly: driftOnly });
  const left = await attemptsLeft(of, (run) =>
    entriesOf(stateFolder, environment, run, role === 'plan' ? 'look' : 'change'),
  );
  const model = await modelOf(session, {
    loaded,
    of,
    role,
    state,
    file,
    changed,
    drifted,
    driftOnly,
    beingMade: beingMade(left),
  });
  const hash = changed && !driftOnly ? fileHash(file) : null;
  if (!hash) rmSync(file);
  return {
    bootstrapped,
    changed,
    counts: countChanges(changes),
    changes,
    model: driftOnly ? onlyDrift(model) : model,
    facts: { ...factsOf(of, state), plan: hash },
  };
}
