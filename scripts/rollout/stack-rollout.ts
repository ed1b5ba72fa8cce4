import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stateBucket, stateKey } from '../../environments/names';
import { keepContent } from '../applied/kept-content';
import { type Applied, isCurrent } from '../applied/record';
import { parseState, readState, type StateInBucket } from '../applied/state';
import type { StateStore } from '../aws/state-store';
import { failure, messageOf } from '../cli/errors';
import { fileHash } from '../plan-set/folder';
import { withAdaptiveRetries } from '../terraform/adaptive-retries';
import { type Change, type Counts, countChanges, operationCount } from '../terraform/changes';
import { archiveErroredState, stateUnsaved } from '../terraform/errored-state';
import { apply, init, plan, refreshState } from '../terraform/session';
import { waitForEarlier } from '../terraform/wait-for-earlier';
import { bootstrapState } from '../terraform/work-folder';
import { adopt } from './adopt';
import { appliedNow } from './applied-now';
import { type Attempt, attemptsOn, beingMade, historyHere, wasBegunHere } from './attempt';
import { detachHooks } from './detach-hooks';
import { moveStateToBucket, openFoundation } from './foundation-state';
import type { Held } from './hold';
import { holdForRun } from './hold-for-run';
import type { StackJob, StackRollout } from './job';
import { replacesNote } from './rollback/of-run';

const savedPlan = 'rollout.tfplan';

/**
 * Brings a stack to its synthesized content: adopts what an earlier attempt left behind, plans, and applies exactly that
 * plan. Without changes, nothing is applied. Throws if it fails, or would destroy something that was not named.
 */
export async function rolloutStack(job: StackJob): Promise<StackRollout> {
  const { session, stack, run } = job;
  const { environment } = run;
  if (stack.stack === 'foundation') {
    const history = await historyHere(stack.id, run);
    const options = { folder: session.folder, purpose: 'change' as const, begunHere: wasBegunHere(history) };
    if ((await openFoundation(environment, stack, options)) === 'bootstrap')
      return bootstrap(job, history.brokenOff);
  }
  const store = await run.stores.of(stack);
  if (!store)
    throw failure(
      `account ${stack.account} has no state bucket ${stateBucket(environment, stack.account)} yet`,
      `roll out its foundation first: npx fleet rollout --env ${environment.name} --account ${stack.account} --stack foundation`,
    );
  await init(session);
  const held = await hold(job, store);
  const progress = { begun: false };
  try {
    return await rolloutHeld(job, store, held, progress);
  } catch (error) {
    const unsaved = archiveErroredState(session.folder, run.archive, stack.id);
    // Keep the lock, so that nothing is applied to an outdated state.
    if (unsaved) throw stateUnsaved(stack.id, environment.name, unsaved, error);
    await held
      .giveUp(progress.begun)
      .catch((second) => session.report(`cannot release the stack: ${messageOf(second)}`));
    throw error;
  }
}

const hold = ({ session, ...job }: StackJob, store: StateStore): Promise<Held> =>
  holdForRun({ ...job, folder: session.folder, waitFor: (folder) => waitForEarlier(folder, session) }, store);

/** Attempts of earlier runs; undefined for one whose ledger is lost. */
async function attemptsOf(
  { stack, run, lock }: StackJob,
  runs: readonly string[],
): Promise<(Attempt | undefined)[]> {
  const attempts: (Attempt | undefined)[] = [];
  for (const id of runs) {
    const entries = await run.entriesOf(id);
    attempts.push(...(entries ? attemptsOn(stack.id, id, entries, lock) : [undefined]));
  }
  return attempts;
}

/** Keeps the applied content for a later rollback, and releases the stack. Foundations are never rolled back. */
async function remember(
  job: StackJob,
  store: StateStore,
  held: Held,
  state: StateInBucket,
  plan: string | null,
): Promise<void> {
  const { stack, synthesized: folder, content } = job;
  if (stack.stack !== 'foundation')
    await keepContent(store, stateKey(stack.region, stack.stack), { stack: stack.id, folder, content });
  await held.done(appliedNow(job, state, plan));
}

async function rolloutHeld(
  job: StackJob,
  store: StateStore,
  held: Held,
  progress: { begun: boolean },
): Promise<StackRollout> {
  const { stack, run, content } = job;
  const state = await readState(store, stateKey(stack.region, stack.stack));
  const none = { create: 0, update: 0, replace: 0, delete: 0 };
  if (!run.refresh && isCurrent(held.before, { content, etag: state?.etag })) {
    await held.giveUp(false);
    return { outcome: 'skipped', counts: none };
  }
  const attempts = await attemptsOf(job, held.brokenOff);
  const last = attempts.at(-1);
  // The earlier runner died, but its Terraform completed, and nothing else was applied in between.
  if (state && held.tookOver && last?.stream?.finished && last.planned && last.intent.content === content) {
    job.note({ planned: last.planned, ...replacesNote(held.before?.applied) });
    await remember(job, store, held, state, last.planned.plan);
    return { outcome: 'applied', counts: countChanges(last.planned.changes) };
  }
  const { changed, counts, hash } = await planAndApply(job, {
    state,
    attempts,
    replaces: held.before?.applied,
    lock: false,
    begin: async () => {
      await held.ensureOurs();
      progress.begun = true;
    },
  });
  const now = await readState(store, stateKey(stack.region, stack.stack));
  await (now ? remember(job, store, held, now, hash) : held.giveUp(false));
  return { outcome: changed ? 'applied' : 'unchanged', counts };
}

/** The plan to apply: the reviewed one or, if that no longer applies, a new one that is judged again. */
async function planFor(
  { session, review }: StackJob,
  {
    state,
    attempts,
    lock,
  }: { state: StateInBucket | undefined; attempts: readonly (Attempt | undefined)[]; lock: boolean },
): Promise<{ file: string; changed: boolean; changes: Change[] }> {
  const reviewed = review.reviewed(state, attempts.length > 0);
  if (reviewed)
    return { file: reviewed.file ?? '', changed: reviewed.file !== undefined, changes: reviewed.changes };
  const file = join(session.folder, savedPlan);
  const made = await plan(session, savedPlan, { lock });
  await review.judge(session, { ...made, file, beingMade: beingMade(attempts) }, state);
  return { file, ...made };
}

/** Detaches hooks that Terraform would silently leave attached. Returns whether there were any. */
async function detach({ session, stack, run, review, note }: StackJob): Promise<boolean> {
  const left = review.leftHooks();
  if (left.length === 0) return false;
  session.report('detach hooks');
  const detached = await detachHooks({ environment: run.environment, stack }, left);
  for (const { address, trigger } of detached) note({ detached: `${address} ${trigger}` });
  return detached.length > 0;
}

/** @param begin is called just before anything is applied */
async function planAndApply(
  job: StackJob,
  {
    state,
    attempts,
    replaces,
    lock,
    begin,
  }: {
    state: StateInBucket | undefined;
    attempts: readonly (Attempt | undefined)[];
    replaces: Applied | undefined;
    lock: boolean;
    begin(): Promise<void>;
  },
): Promise<{ changed: boolean; counts: Counts; hash: string | null }> {
  const { session, stack, run, review, unnamed, turn, note } = job;
  // A ledger line precedes every write, so a run that takes over knows about it.
  const announce = async (fact: object) => {
    note(fact);
    await run.ledger.settled();
  };
  try {
    if (attempts.length > 0) {
      await turn();
      await announce({ adopting: attempts.map((one) => one?.run ?? null) });
    }
    await adopt(session, { environment: run.environment, stack, attempts, state });
    const { file, changed, changes } = await planFor(job, { state, attempts, lock });
    const lost = unnamed(changes);
    if (lost.length > 0)
      throw failure(
        `the plan of ${stack.id} would destroy what is not in the configuration: ${lost.join(', ')}; it was not applied`,
        'it has been rolled out since this began: bring this checkout up to date, and run again',
      );
    const counts = countChanges(changes);
    if (changed || review.leftHooks().length > 0) await turn();
    if (!changed) {
      if (review.leftHooks().length > 0) {
        await announce({ detaching: review.leftHooks().length });
        await begin();
      }
      const detached = await detach(job);
      if (detached) await refreshState(session);
      return { changed: detached, counts, hash: null };
    }
    const hash = fileHash(file);
    await announce({
      planned: {
        plan: hash,
        state: state ? { lineage: state.lineage, serial: state.serial } : null,
        changes,
      },
      ...replacesNote(replaces),
    });
    await begin();
    const onCreated = (address: string, id: string) => note({ created: { [address]: id } });
    // Before, because the apply may delete the function; and after, because an update of the pool re-attaches it.
    const before = await detach(job);
    const applying = state ? session : withAdaptiveRetries(session);
    await apply(applying, file, { operations: operationCount(counts), lock, onCreated });
    if ((await detach(job)) || before) await refreshState(session);
    return { changed, counts, hash };
  } finally {
    // A plan can contain secrets, and this one is used up.
    rmSync(join(session.folder, savedPlan), { force: true });
  }
}

/** The foundation's state before its bucket exists. Only this folder has it, and Terraform locks it. */
function localState(folder: string): StateInBucket | undefined {
  const file = join(folder, bootstrapState);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text.trim() === '' ? undefined : parseState(text, '');
}

/** Creates a foundation, whose state is in a file until its own bucket exists, and then moves it there. */
async function bootstrap(job: StackJob, brokenOff: readonly string[]): Promise<StackRollout> {
  const { session, stack, run } = job;
  await init(session);
  const { changed, counts, hash } = await planAndApply(job, {
    state: localState(session.folder),
    attempts: await attemptsOf(job, brokenOff),
    replaces: undefined,
    lock: true,
    begin: async () => {},
  });
  await moveStateToBucket(session, run.environment, stack);
  const store = await run.stores.of(stack);
  const state = store && (await readState(store, stateKey(stack.region, stack.stack)));
  if (state) await (await hold(job, store)).done(appliedNow(job, state, hash));
  return { outcome: changed ? 'applied' : 'unchanged', counts };
}
