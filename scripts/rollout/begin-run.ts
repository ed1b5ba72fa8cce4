import { randomBytes } from 'node:crypto';
import type { Environment } from '../../environments/schema';
import { type StateStores, stateStores } from '../aws/state-stores';
import type { Context } from '../cli/context';
import type { StackFlags } from '../cli/flags';
import { thisRunner } from '../cli/runner';
import { timestamp } from '../cli/workspace';
import { entriesOf, localRuns } from '../ledger/find';
import { beginLedger, type Ledger } from '../ledger/ledger';
import { remoteLedger } from '../ledger/remote';
import { resumeLedger } from '../ledger/resume';
import { revisionOf } from '../plan-set/git';
import type { StackInfo } from '../selection/stacks';
import { erroredFolder } from '../terraform/errored-state';
import type { RolloutRun } from './run';

/** Flags of `fleet rollout`. */
export interface RolloutFlags extends StackFlags {
  yes?: boolean;
  refresh?: boolean;
  /** Id of a run to continue. */
  resume?: string;
  /** Folder of a plan set. */
  plan?: string;
  /** Id of a run whose last wave to undo. */
  rollback?: string;
  /** Only show the waves. */
  dryRun?: boolean;
  /** Name of a board that several runners share. */
  board?: string;
  /** Retry what failed on the board. */
  mended?: boolean;
  /** Each wave has to be approved before it begins. */
  approveEach?: boolean;
}

/** A rollout's first ledger line, besides who runs it: everything needed to run it again. */
export interface RolloutRequest {
  command: 'rollout' | 'state push';
  environment: string;
  /** Account whose state bucket has a copy of the ledger. */
  home: string;
  /** The flags that selected the stacks. */
  selection: object;
  stacks: readonly string[];
  /** Name of the board shared with other runners. */
  board?: string;
}

/** The account that keeps a run's ledger: the environment's first among those that the run touches. */
export const homeOf = (
  { accounts }: Pick<Environment, 'accounts'>,
  stacks: readonly Pick<StackInfo, 'account'>[],
): string => Object.keys(accounts).find((account) => stacks.some((stack) => stack.account === account)) ?? '';

/** `dev-2026-11-24T10-15-30-123Z-1f2e3d`: unique, and sorts by time within an environment. */
const newRunId = (environment: string) =>
  `${environment}-${timestamp(new Date())}-${randomBytes(3).toString('hex')}`;

async function resumed(context: Context, run: string, home: string, stores: StateStores): Promise<Ledger> {
  const store = await stores.of({ account: home, stack: '' });
  return resumeLedger(context.workspace.state, run, store && remoteLedger(store, run), context.say);
}

/**
 * Begins a run, or continues one, and does the work in it; the ledger finally records how it ended.
 * Throws if the ledger cannot be written, or if there is nothing to continue.
 */
export async function withRun<T>(
  context: Context,
  {
    environment,
    request,
    resume,
    by,
    refresh,
  }: { environment: Environment; request: RolloutRequest; resume?: string; by: string; refresh: boolean },
  work: (run: RolloutRun) => Promise<{ result: T; outcome: string }>,
): Promise<T> {
  const { state, root } = context.workspace;
  const runner = thisRunner();
  const commit = revisionOf(root);
  const stores = stateStores(environment);
  // Even if configuration has changed since, a run's ledger is still where it began.
  const first = resume && (await entriesOf(state, environment, resume, 'change'))?.[0]?.data.home;
  const home = typeof first === 'string' ? first : request.home;
  const ledger = resume
    ? await resumed(context, resume, home, stores)
    : beginLedger(state, newRunId(environment.name), { ...request, runner, by, commit });
  let outcome = 'failed';
  try {
    const done = await work({
      environment,
      ledger,
      home,
      runner,
      by,
      commit,
      stores,
      refresh,
      async connect() {
        if (ledger.connected) return;
        const store = await stores.of({ account: home, stack: '' });
        if (store) await ledger.connect(remoteLedger(store, ledger.run));
      },
      archive: erroredFolder(state),
      entriesOf: (run) => entriesOf(state, environment, run, 'change'),
      localRuns: () => localRuns(state),
    });
    outcome = done.outcome;
    return done.result;
  } finally {
    await ledger.close(outcome, context.say);
    stores.close();
  }
}
