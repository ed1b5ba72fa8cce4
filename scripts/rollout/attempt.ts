import { describeRunner, isGone, type Runner } from '../cli/runner';
import type { Entry } from '../ledger/line';
import { attemptsIn, type StepRecord } from '../ledger/steps';
import { type ApplyStream, applyStreamOf } from '../terraform/apply-stream';
import type { Change } from '../terraform/changes';
import { runningTerraform } from '../terraform/running';
import { runOfLock, type StateLock } from '../terraform/state-lock';
import type { RolloutRun } from './run';

/** What a ledger holds of a stack before anything is done to it. */
export interface Intent {
  /** Hash of what is to be applied. */
  content: string;
  /** ID of the state lock that the attempt takes. */
  lock: string;
  runner: Runner;
  /** Where Terraform runs, and where its output goes; on the runner's machine. */
  folder: string;
  log: string;
}

/** What a ledger holds of a plan before it is applied. */
export interface PlannedNote {
  planned: {
    /** SHA-256 of the saved plan. */
    plan: string;
    /** The state that it was made against; null for the first one. */
    state: { lineage: string; serial: number } | null;
    /** What it changes, without what it only reads. */
    changes: readonly Change[];
  };
}

/** An attempt on a stack, as the ledger and Terraform's own output tell of it. */
export interface Attempt {
  run: string;
  intent: Intent;
  planned: PlannedNote['planned'] | undefined;
  /** Of what is known to be created: address → id. */
  created: ReadonlyMap<string, string>;
  /** Terraform's output; undefined when it is not on this machine. */
  stream: ApplyStream | undefined;
}

function attemptFrom(run: string, { intent: data, notes: facts }: StepRecord): Attempt {
  const intent = data as unknown as Intent;
  const notes = facts as unknown as Partial<PlannedNote & { created: Record<string, string> }>[];
  const stream = applyStreamOf(intent.log);
  return {
    run,
    intent,
    planned: notes.find(({ planned }) => planned)?.planned,
    created: new Map([
      ...notes.flatMap(({ created = {} }) => Object.entries(created)),
      ...(stream?.created ?? []),
    ]),
    stream,
  };
}

/**
 * A run's attempts on a stack since it last went well there, oldest first.
 * @param except ID of the lock of an attempt that is just being made
 */
export function attemptsOn(stack: string, run: string, entries: readonly Entry[], except: string): Attempt[] {
  const all = attemptsIn(entries).filter(({ id, intent }) => id === stack && intent.lock !== except);
  const done = all.findLastIndex(({ end }) => end?.outcome === 'done');
  return all.slice(done + 1).map((attempt) => attemptFrom(run, attempt));
}

/**
 * What attempts that broke off were making: nobody has used it yet. Where Terraform was stopped in the middle of it, it is
 * tainted, and the next plan destroys it and makes it anew.
 */
export const beingMade = (attempts: readonly (Attempt | undefined)[]): Set<string> =>
  new Set(
    attempts.flatMap((attempt) =>
      (attempt?.planned?.changes ?? [])
        .filter(({ action }) => action === 'create')
        .map(({ address }) => address),
    ),
  );

/**
 * Whether an attempt can write neither a state nor to AWS any more: somebody has taken its run's ledger, so its next line
 * is refused, and before it writes anything there is a line about it.
 */
function isFenced(entries: readonly Entry[], stack: string, { lock }: Intent): boolean {
  const begun = entries.findIndex(
    ({ type, step, data }) => type === 'begin' && step === stack && data.lock === lock,
  );
  const taken = entries.slice(begun + 1).some(({ type }) => type === 'resume');
  const notes =
    attemptsIn(entries).find(({ id, intent }) => id === stack && intent.lock === lock)?.notes ?? [];
  return taken && notes.length === 0;
}

/** What it takes to judge a lock. */
export interface LockFacts {
  entriesOf(run: string): Promise<readonly Entry[] | undefined>;
  here?: Runner;
  /** Waits for the Terraform that a runner which is gone has left at work in a folder of this machine. */
  waitFor?(folder: string): Promise<unknown>;
}

/** Why a lock may not be released; undefined when it is proven to be ours, and its holder to be gone. */
export async function whyHeld(
  lock: StateLock,
  stack: string,
  { entriesOf, here, waitFor }: LockFacts,
): Promise<string | undefined> {
  const run = runOfLock(lock);
  if (!run) return 'it is not of a rollout of ours';
  const entries = await entriesOf(run);
  if (!entries) return `the ledger of run ${run} is neither on this machine nor in the state bucket`;
  const intent = entries
    .filter(({ type, step }) => type === 'begin' && step === stack)
    .map(({ data }) => data as unknown as Intent)
    .find((data) => data.lock === lock.ID);
  if (!intent) return `the ledger of run ${run} knows of no such lock`;
  if (!isGone(intent.runner, here))
    return isFenced(entries, stack, intent)
      ? undefined
      : `${describeRunner(intent.runner)} may still be at work`;
  if (waitFor && runningTerraform(intent.folder)) await waitFor(intent.folder);
  const running = runningTerraform(intent.folder);
  return running && `its Terraform still runs in ${intent.folder} (process ${running.pid})`;
}

/** What ledgers on this machine say of a stack. */
export interface HistoryHere {
  /** Runs that broke off there since it last went well, oldest first. */
  brokenOff: string[];
  /** It has gone well once. */
  everDone: boolean;
}

/** Reads what this machine knows of a stack whose record cannot tell, since its bucket is not there yet. */
export async function historyHere(
  stack: string,
  { localRuns, entriesOf }: Pick<RolloutRun, 'localRuns' | 'entriesOf'>,
): Promise<HistoryHere> {
  const brokenOff: string[] = [];
  for (const run of localRuns()) {
    const attempts = attemptsIn((await entriesOf(run)) ?? []).filter(({ id }) => id === stack);
    const done = attempts.findLastIndex(({ end }) => end?.outcome === 'done');
    // What was never planned was never applied either.
    if (attempts.slice(done + 1).some(({ notes }) => notes.length > 0)) brokenOff.unshift(run);
    if (done >= 0) return { brokenOff, everDone: true };
  }
  return { brokenOff, everDone: false };
}

/** Whether a foundation was broken off here before it ever stood: then its bucket is our own work. */
export const wasBegunHere = ({ brokenOff, everDone }: HistoryHere): boolean =>
  brokenOff.length > 0 && !everDone;
