import type { LoadedEnvironment } from '../../environments/schema';
import { compareWithApplied, type StackContent } from '../applied/changed';
import type { Context } from '../cli/context';
import { duration } from '../cli/duration';
import { exitCodes } from '../cli/errors';
import type { PlanSet } from '../plan-set/folder';
import type { StackInfo } from '../selection/stacks';
import { terraformEnvironment } from '../terraform/environment';
import { homeOf, withRun } from './begin-run';
import { expectedFor } from './expected-rollout';
import { scheduleOf } from './order';
import { reviewBefore } from './review-before';
import { exitCodeOf, nothing, type RolloutEnd, rollout } from './rollout';
import { enter, firstWords } from './shared/enter';
import { joinedReview } from './shared/joined-review';
import { type OpenBoard, openBoard } from './shared/open';
import type { RolloutReview } from './stack-review';

/** Synthesized stacks, and how to roll them out. */
export interface SelectedRollout {
  loaded: LoadedEnvironment;
  stacks: readonly StackInfo[];
  /** Values of `--remove`. */
  removable: ReadonlySet<string>;
  /** The flags that selected the stacks, for resuming the run. */
  selection: object;
  parallel: number;
  /** ARN of the caller that rolls out. */
  by: string;
  /** Also plan stacks that are unchanged since they were last applied. */
  refresh: boolean;
  /** Id of a run to continue. */
  resume?: string;
  /** Apply only these saved plans. */
  planSet?: PlanSet;
  /** It is a rollback, so gates have no baseline, and the working tree's decisions are not checked. */
  rollback?: boolean;
  /** Checks the review of these stacks before anything starts. Throws a blocked error. */
  permit?<T extends RolloutReview>(review: T, stacks: readonly string[]): T;
  /** The board shared with other runners. */
  board?: BoardFlags;
  /** Each wave has to be approved. `agreed`: `agree` asks for the whole on the terminal. */
  approve?: { agreed: boolean };
  /** Called before anything starts, if there is anything to do. Throws unless the user agrees. */
  agree(): Promise<void>;
}

/** How a board is joined. */
export interface BoardFlags {
  name: string;
  /** Retry what failed on it. */
  mended: boolean;
}

const skipped = ({ stack: { id } }: StackContent): RolloutEnd => ({
  id,
  seconds: 0,
  outcome: 'skipped',
  counts: nothing,
});

interface Rolled {
  /** Undefined if there was nothing to do. */
  run: string | undefined;
  ends: RolloutEnd[];
  gate?: string;
}

/**
 * Rolls out the stacks that differ from what was last applied: reviews everything first, and begins a run with a ledger
 * if the guard passes it. If there are none, nothing starts.
 */
export async function rolloutSelected(context: Context, request: SelectedRollout): Promise<Rolled> {
  const { loaded, stacks, removable, refresh, planSet, board } = request;
  const compared = await compareWithApplied(context, loaded.environment, stacks, 'change');
  if (!board) return rolloutCompared(context, request, compared, undefined);
  for (;;) {
    const opened = await openBoard(context, {
      name: board.name,
      loaded,
      compared,
      remove: [...removable],
      refresh,
      approveEach: request.approve !== undefined,
      planSet,
    });
    try {
      return await rolloutCompared(context, request, compared, opened);
    } catch (error) {
      // Another runner has begun the board meanwhile, so join it.
      if (!(error instanceof BegunMeanwhile)) throw error;
    } finally {
      opened.store.close();
    }
  }
}

class BegunMeanwhile extends Error {}

async function rolloutCompared(
  context: Context,
  request: SelectedRollout,
  compared: readonly StackContent[],
  opened: OpenBoard | undefined,
): Promise<Rolled> {
  const { loaded, stacks, removable, selection, parallel, by, refresh, resume, planSet, board, agree } =
    request;
  const { rollback = false, permit = (given) => given } = request;
  const { environment } = loaded;
  const begun = opened?.begun;
  const shared = begun && new Set(begun.stacks);
  const awaiting = new Set(
    compared.flatMap(({ record, stack: { id } }) =>
      environment.rollout.gates && record?.applied?.awaitsGate ? [id] : [],
    ),
  );
  const left = compared.filter(({ current, stack: { id } }) =>
    shared ? shared.has(id) : refresh || !current || awaiting.has(id),
  );
  const done = compared.filter((one) => !left.includes(one));
  if (done.length > 0)
    context.say(
      `${done.length} of ${compared.length} stacks are unchanged since they were last applied, and are not planned (--refresh plans them anyway)`,
    );
  const ended = done.map(skipped);
  if (left.length === 0) return { run: undefined, ends: ended };
  context.say(`this takes about ${duration(expectedFor(context, environment, left, parallel))}`);
  terraformEnvironment(context.workspace, context.env);
  const reviewed = begun
    ? { ...joinedReview(context.workspace.root, loaded, begun, planSet), close() {} }
    : await reviewBefore(context, { loaded, left, done, remove: [...removable], by, planSet, parallel });
  try {
    const ids = left.map(({ stack }) => stack.id);
    const review = permit(reviewed, ids);
    await agree();
    if (opened && !begun && !(await opened.begin(firstWords(review, ids)))) throw new BegunMeanwhile();
    const toRun = {
      command: 'rollout' as const,
      environment: environment.name,
      home: homeOf(environment, stacks),
      selection,
      stacks: ids,
      ...(board && { board: board.name }),
    };
    return await withRun(context, { environment, request: toRun, resume, by, refresh }, async (run) => {
      const schedule = scheduleOf(
        left.map(({ stack }) => stack),
        environment.rollout,
      );
      const how = { isMended: board?.mended ?? false, say: context.say };
      const joined = opened && (await enter(opened, run, schedule, how));
      try {
        const input = {
          loaded,
          stacks: left,
          removable,
          review,
          rollback,
          awaiting,
          approve: request.approve,
        };
        const { ends, gate } = await rollout(
          context,
          { ...run, ...(joined && { board: joined }) },
          input,
          parallel,
        );
        const code = exitCodeOf(ends, gate);
        const outcome =
          code === exitCodes.done ? 'done' : code === exitCodes.halted ? 'halted' : 'incomplete';
        return { result: { run: run.ledger.run, ends: [...ended, ...ends], ...(gate && { gate }) }, outcome };
      } finally {
        joined?.leave();
      }
    });
  } finally {
    reviewed.close();
  }
}
