import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StackContent } from '../applied/changed';
import { ensureAlarmTopics } from '../aws/alarm-topics';
import type { Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import { attempt } from '../ledger/steps';
import { unnamedRemovals } from '../removal/guard';
import { type Change, type Counts, describeApply } from '../terraform/changes';
import { approving } from './approval/approving';
import type { Intent } from './attempt';
import { passGate } from './gates/awaiting';
import { waveGates } from './gates/wave-gates';
import type { StackRollout } from './job';
import { scheduleOf } from './order';
import { pauseUnlessStopped, withRetries } from './retry';
import type { RolloutRun } from './run';
import { type RunEnd, runStacks, type StackEnd } from './run-stacks';
import { type RolloutReview, stackReview } from './stack-review';
import { rolloutStack } from './stack-rollout';

export type RolloutEnd = StackEnd<StackRollout>;

/** What to roll out, and what may be destroyed because configuration no longer contains it. */
export interface RolloutInput {
  loaded: LoadedEnvironment;
  stacks: readonly StackContent[];
  /** Values of `--remove`. */
  removable: ReadonlySet<string>;
  review: RolloutReview;
  /** It is a rollback. */
  rollback?: boolean;
  /** Stacks applied in a wave that did not pass its gate. */
  awaiting: ReadonlySet<string>;
  /** Each wave has to be approved. `agreed`: the user has just agreed to the whole rollout on the terminal. */
  approve?: { agreed: boolean } | undefined;
}

/** Counts of a stack that this runner has not touched. */
export const nothing: Counts = { create: 0, update: 0, replace: 0, delete: 0 };

const words = {
  applied: ({ counts }: StackRollout) => `applied: ${describeApply(counts)}`,
  unchanged: () => 'unchanged',
  skipped: () => 'as last applied',
  elsewhere: ({ run }: StackRollout) => `by run ${run}`,
};

/**
 * Rolls stacks out in dependency, ring and region order. Never throws because of a stack; throws a blocked error,
 * before anything is changed, if their alarms would notify no one.
 */
export async function rollout(
  context: Context,
  run: RolloutRun,
  { loaded, stacks, removable, review, rollback, awaiting, approve }: RolloutInput,
  parallel: number,
): Promise<RunEnd<StackRollout>> {
  const { environment } = loaded;
  const infos = stacks.map(({ stack }) => stack);
  await ensureAlarmTopics(context.workspace.built, environment, infos);
  await run.connect();
  const schedule = scheduleOf(infos, environment.rollout);
  const { gates } = environment.rollout;
  const byId = new Map(stacks.map((one) => [one.stack.id, one]));
  const inWave = (wave: number) =>
    schedule.steps.filter((step) => step.wave === wave).map(({ id }) => byId.get(id) as StackContent);
  const looking =
    gates &&
    waveGates(
      context,
      run,
      {
        root: context.workspace.root,
        loaded,
        gates,
        rollback,
        awaiting,
        passed: (passing) => passGate(run.stores, passing),
      },
      (wave) =>
        inWave(wave)
          .map(({ stack }) => stack)
          .filter(({ removed }) => !removed),
    );
  const waves = new Map(schedule.steps.map(({ wave }) => [wave, inWave(wave)]));
  const before = approve ? approving(context, run, looking, { waves, ...approve }) : looking;
  return runStacks<StackRollout>(context, schedule, {
    environment: environment.name,
    purpose: 'change',
    finish: true,
    ...(before && { gates: before }),
    parallel,
    ...(run.board && { shared: run.board }),
    elsewhere: (by) => ({ outcome: 'elsewhere', counts: nothing, run: by }),
    // One at a time means one; and where runners share a board, another could begin the stack sooner.
    ahead: parallel > 1 && !run.board,
    work: async (session, turn) => {
      const of = byId.get(session.id) as StackContent;
      const { stack, content } = of;
      const unnamed = (changes: readonly Change[]) => unnamedRemovals(changes, stack, loaded, removable);
      const { folder, log } = session;
      const once = () => {
        const intent: Intent = { content, lock: randomUUID(), runner: run.runner, folder, log };
        const { lock } = intent;
        return attempt(run.ledger, session.id, intent, (note) =>
          rolloutStack({
            session,
            stack,
            run,
            content,
            synthesized: join(context.workspace.built, 'stacks', stack.id),
            lock,
            unnamed,
            turn,
            review: stackReview(review, of),
            note,
          }),
        );
      };
      const { retries } = environment.rollout;
      const result = await withRetries(once, {
        retries,
        say: session.report,
        stop: context.interrupt.signal,
        pause: pauseUnlessStopped(context.interrupt.signal),
      });
      if (stack.stack === 'foundation') await run.connect();
      return result;
    },
    word: (result) => words[result.outcome](result),
  });
}

/** The overall exit code. @param gate why a wave did not pass */
export function exitCodeOf(ends: readonly { outcome: string }[], gate?: string): number {
  const some = (outcome: string) => ends.some((end) => end.outcome === outcome);
  if (some('interrupted')) return exitCodes.interrupted;
  if (gate || some('halted')) return exitCodes.halted;
  if (some('failed')) return exitCodes.failed;
  // Without a failure, only an interrupt keeps a stack from starting.
  return some('not started') ? exitCodes.interrupted : exitCodes.done;
}
