import { randomBytes } from 'node:crypto';
import { rotateRole, rotationRun } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { poolAccess } from '../aws/pool-access';
import { type StateStores, stateStores } from '../aws/state-stores';
import type { Context } from '../cli/context';
import { failure, interruption, usageError } from '../cli/errors';
import { thisRunner } from '../cli/runner';
import { timestamp } from '../cli/workspace';
import { entriesOf } from '../ledger/find';
import { beginLedger, type Ledger } from '../ledger/ledger';
import { remoteLedger } from '../ledger/remote';
import { resumeLedger } from '../ledger/resume';
import type { RotationRun } from './run';

/** The first ledger line of a rotation, apart from who runs it: everything needed to resume it. */
export interface RotationRequest {
  /** The command, such as `rotate client-secret`. */
  command: string;
  environment: string;
  /** Account whose state bucket holds a copy of the ledger. */
  home: string;
  /** Names of the secrets to rotate. */
  secrets: readonly string[];
}

/** `dev-rotate-2026-11-24T10-15-30-123Z-1f2e3d` */
const newRunId = (environment: Environment) =>
  `${rotationRun(environment)}${timestamp(new Date())}-${randomBytes(3).toString('hex')}`;

/** A pause that ends early, by throwing, when the user asks to stop. */
const pauseUnless =
  (stop: AbortSignal) =>
  (ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        stop.removeEventListener('abort', end);
        if (stop.aborted) reject(interruption('interrupted; the same command continues from here'));
        else resolve();
      };
      const timer = setTimeout(end, ms);
      stop.addEventListener('abort', end, { once: true });
      if (stop.aborted) end();
    });

/** What the run to resume was about. Throws a usage error if the run is unknown or of another kind. */
export async function requestOf(
  { workspace }: Pick<Context, 'workspace'>,
  environment: Environment,
  command: string,
  run: string,
): Promise<RotationRequest> {
  const entries = await entriesOf(workspace.state, environment, run, 'rotate');
  const request = entries?.[0]?.data as RotationRequest | undefined;
  if (request?.command !== command || request.environment !== environment.name)
    throw usageError(
      `there is no "${command}" ${run} of ${environment.name}, neither on this machine nor in a state bucket`,
      `list the runs: npx fleet ledger list --env ${environment.name}`,
    );
  return request;
}

async function ledgerOf(
  context: Context,
  request: RotationRequest,
  stores: StateStores,
  facts: { run: string; resume: boolean; by: string },
): Promise<Ledger> {
  const store = await stores.of({ account: request.home, stack: '' });
  if (!store)
    throw failure(
      `account ${request.home} has no state bucket, so nothing is rolled out there`,
      `roll it out first: npx fleet rollout --env ${request.environment}`,
    );
  const remote = remoteLedger(store, facts.run);
  const { state } = context.workspace;
  if (facts.resume) return resumeLedger(state, facts.run, remote, context.say);
  const ledger = beginLedger(state, facts.run, { ...request, runner: thisRunner(), by: facts.by });
  await ledger.connect(remote);
  return ledger;
}

/**
 * Starts a run that rotates secrets, or resumes one, does the work in it, and records in the ledger how it ended.
 * Throws when the ledger cannot be written: nothing is rotated without a record.
 * @param resume id of the run to resume
 */
export async function withRotation<T>(
  context: Context,
  {
    environment,
    request,
    resume,
    by,
  }: {
    environment: Environment;
    request: RotationRequest;
    resume: string | undefined;
    by: string;
  },
  work: (run: RotationRun) => Promise<{ result: T; outcome: string }>,
): Promise<T> {
  const { interrupt, say, workspace } = context;
  const stores = stateStores(environment, 'rotate');
  try {
    const run = resume ?? newRunId(environment);
    const ledger = await ledgerOf(context, request, stores, { run, resume: resume !== undefined, by });
    let outcome = 'failed';
    try {
      const done = await work({
        environment,
        ledger,
        runner: thisRunner(),
        by,
        stores,
        pools: poolAccess(environment, rotateRole(environment)),
        entriesOf: (other) => entriesOf(workspace.state, environment, other, 'rotate'),
        resume: (other) => `npx fleet ${request.command} --env ${environment.name} --resume ${other}`,
        signal: interrupt.signal,
        pause: pauseUnless(interrupt.signal),
        now: () => new Date(),
      });
      outcome = done.outcome;
      return done.result;
    } finally {
      await ledger.close(outcome, say);
    }
  } finally {
    stores.close();
  }
}
