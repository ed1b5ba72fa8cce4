import { randomBytes } from 'node:crypto';
import type { Environment } from '../../environments/schema';
import { callerIdentity } from '../aws/credentials';
import type { StateStore } from '../aws/state-store';
import { stateStores } from '../aws/state-stores';
import type { CommandResult, Context } from '../cli/context';
import { exitCodes, interruption, usageError } from '../cli/errors';
import { thisRunner } from '../cli/runner';
import { withLock } from '../cli/with-lock';
import { timestamp } from '../cli/workspace';
import { beginLedger, type Ledger } from '../ledger/ledger';
import { remoteLedger } from '../ledger/remote';
import { resumeLedger } from '../ledger/resume';
import { attempt, step } from '../ledger/steps';
import { revisionOf } from '../plan-set/git';
import { unfinishedRun } from './unfinished-run';

/** What a command that runs in steps works on. */
export interface StepsRequest {
  /** Such as `tenant bootstrap`. */
  command: string;
  environment: Environment;
  /** The tenant, or whatever distinguishes this run from others of the command: an interrupted run is found by it. */
  subject: string;
}

type Step = <R extends object>(
  id: string,
  intent: object,
  act: (note: (fact: object) => void) => Promise<R>,
) => Promise<R>;

/** A command in progress. */
export interface StepsRun {
  /** Id of the run. */
  run: string;
  ledger: Ledger;
  /** ARN of the identity that runs it. */
  by: string;
  /** Performs a step that has not been done yet. It must be idempotent. */
  once: Step;
  /** Performs a step every time; for one that is cheap when nothing has changed. */
  always: Step;
}

/** The home account, which is the environment's first: its state bucket has the copies of these ledgers. */
const homeOf = ({ accounts }: Environment) => Object.keys(accounts)[0] as string;

async function openLedger(context: Context, request: StepsRequest, store: StateStore, by: string) {
  const { state, root } = context.workspace;
  const { command, environment, subject } = request;
  const prefix = `${environment.name}-${command.replaceAll(' ', '-')}-${subject}-`;
  const earlier = await unfinishedRun(state, store, prefix);
  if (earlier) {
    context.say(`continuing run ${earlier}`);
    return resumeLedger(state, earlier, remoteLedger(store, earlier), context.say);
  }
  const ledger = beginLedger(state, `${prefix}${timestamp(new Date())}-${randomBytes(3).toString('hex')}`, {
    command,
    environment: environment.name,
    home: homeOf(environment),
    subject,
    runner: thisRunner(),
    by,
    commit: revisionOf(root),
  });
  await ledger.connect(remoteLedger(store, ledger.run));
  return ledger;
}

/**
 * Runs a command as a list of steps, under this folder's lock and with a ledger. An unfinished run of the same command and
 * subject, here or on another machine, is resumed. On an interrupt, the current step finishes first.
 * Throws a usage error if the environment has no state bucket yet.
 */
export function runSteps(
  context: Context,
  request: StepsRequest,
  work: (run: StepsRun) => Promise<CommandResult>,
): Promise<CommandResult> {
  const { environment, command } = request;
  const { interrupt } = context;
  return withLock(context.workspace.state, command, async () => {
    const by = await callerIdentity(environment.regions[0] as string, context.env);
    const stores = stateStores(environment);
    try {
      const store = await stores.of({ account: homeOf(environment), stack: '' });
      if (!store)
        throw usageError(
          `${environment.name} has no state bucket in account ${homeOf(environment)} yet`,
          `roll the environment out first: npx fleet rollout --env ${environment.name}`,
        );
      const ledger = await openLedger(context, request, store, by);
      const unlessStopped =
        (how: typeof step): Step =>
        (id, intent, act) => {
          if (interrupt.signal.aborted)
            throw interruption(`interrupted before ${id}`, 'the same command continues from there');
          return how(ledger, id, intent, act);
        };
      let outcome = 'failed';
      try {
        const run = {
          run: ledger.run,
          ledger,
          by,
          once: unlessStopped(step),
          always: unlessStopped(attempt),
        };
        const result = await interrupt.hold(() => work(run), { finish: true });
        if ((result.exitCode ?? exitCodes.done) === exitCodes.done) outcome = 'done';
        return result;
      } finally {
        await ledger.close(outcome, context.say);
      }
    } finally {
      stores.close();
    }
  });
}
