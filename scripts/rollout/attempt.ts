import { describeRunner, isGone, type Runner } from '../cli/runner';
import type { Entry } from '../ledger/line';
import { attemptsIn, type StepRecord } from '../ledger/steps';
import { type ApplyStream, applyStreamOf } from '../terraform/apply-stream';
import type { Change } from '../terraform/changes';
import { runningTerraform } from '../terraform/running';
import { runOfLock, type StateLock } from '../terraform/state-lock';
import type { RolloutRun } from './run';

/** A ledger's record of a stack before anything is done to it. */
export interface Intent {
  /** Hash of the content to apply. */
  content: string;
  /** ID of the state lock that the attempt takes. */
  lock: string;
  runner: Runner;
  /** Terraform's work folder and log, on the runner's machine. */
  folder: string;
  log: string;
}

/** A ledger's record of a plan before it is applied. */
export interface PlannedNote {
  planned: {
    /** SHA-256 of the saved plan. */
    plan: string;
    /** The state that the plan was made against; null before there is one. */
    state: { lineage: string; serial: number } | null;
    /** The changes, without reads. */
    changes: readonly Change[];
  };
}

/** An attempt on a stack, from the ledger and Terraform's output. */
export interface Attempt {
  run: string;
  intent: Intent;
  planned: PlannedNote['planned'] | undefined;
  /** Resources known to be created: address → id. */
  created: ReadonlyMap<string, string>;
  /** Terraform's output; undefined if it is not on this machine. */
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
 * A run's attempts on a stack since its last success there, oldest first.
 * @param except lock ID of the current attempt
 */
export function attemptsOn(stack: string, run: string, entries: readonly Entry[], except: string): Attempt[] {
  const all = attemptsIn(entries).filter(({ id, intent }) => id === stack && intent.lock !== except);
  const done = all.findLastIndex(({ end }) => end?.outcome === 'done');
  return all.slice(done + 1).map((attempt) => attemptFrom(run, attempt));
}

/**
 * What broken-off attempts were creating, which nothing uses yet. A resource that Terraform left half created is
 * tainted, so the next plan destroys and recreates it.
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
 * Whether an attempt can no longer write to its state or to AWS: another run has taken over its ledger, so its next line
 * is refused, and it never writes anything without a ledger line first.
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

/** What judging a lock takes. */
export interface LockFacts {
  entriesOf(run: string): Promise<readonly Entry[] | undefined>;
  here?: Runner;
  /** Waits for the Terraform that a dead runner has left running in a folder on this machine. */
  waitFor?(folder: string): Promise<unknown>;
}

/** Why a lock may not be released; undefined if it is proven to be ours, and its holder to be gone. */
export async function whyHeld(
  lock: StateLock,
  stack: string,
  { entriesOf, here, waitFor }: LockFacts,
): Promise<string | undefined> {
  const run = runOfLock(lock);
  if (!run) return 'it does not belong to a known rollout';
  const entries = await entriesOf(run);
  if (!entries) return `the ledger of run ${run} is neither on this machine nor in the state bucket`;
  const intent = entries
    .filter(({ type, step }) => type === 'begin' && step === stack)
    .map(({ data }) => data as unknown as Intent)
    .find((data) => data.lock === lock.ID);
  if (!intent) return `the ledger of run ${run} has no such lock`;
  if (!isGone(intent.runner, here))
    return isFenced(entries, stack, intent)
      ? undefined
      : `${describeRunner(intent.runner)} may still be running`;
  if (waitFor && runningTerraform(intent.folder)) await waitFor(intent.folder);
  const running = runningTerraform(intent.folder);
  return running && `its Terraform is still running in ${intent.folder} (process ${running.pid})`;
}

/** A stack's history in this machine's ledgers. */
export interface HistoryHere {
  /** Runs that broke off since the last success, oldest first. */
  brokenOff: string[];
  /** It has succeeded before. */
  everDone: boolean;
}

/** Reads this machine's history of a stack that has no record yet, because its bucket does not exist yet. */
export async function historyHere(
  stack: string,
  { localRuns, entriesOf }: Pick<RolloutRun, 'localRuns' | 'entriesOf'>,
): Promise<HistoryHere> {
  const brokenOff: string[] = [];
  for (const run of localRuns()) {
    const attempts = attemptsIn((await entriesOf(run)) ?? []).filter(({ id }) => id === stack);
    const done = attempts.findLastIndex(({ end }) => end?.outcome === 'done');
    // Without a plan, nothing was applied either.
    if (attempts.slice(done + 1).some(({ notes }) => notes.length > 0)) brokenOff.unshift(run);
    if (done >= 0) return { brokenOff, everDone: true };
  }
  return { brokenOff, everDone: false };
}

/** Whether a foundation's first rollout broke off here: then its bucket is our own. */
export const wasBegunHere = ({ brokenOff, everDone }: HistoryHere): boolean =>
  brokenOff.length > 0 && !everDone;
