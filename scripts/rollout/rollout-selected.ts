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

/** Stacks that are synthesized, and how they are to be rolled out. */
export interface SelectedRollout {
  loaded: LoadedEnvironment;
  stacks: readonly StackInfo[];
  /** Values of `--remove`. */
  removable: ReadonlySet<string>;
  /** The flags that selected the stacks, for whoever goes on with the run. */
  selection: object;
  parallel: number;
  /** ARN of whoever rolls out. */
  by: string;
  /** Plan stacks, too, that are as they were last applied. */
  refresh: boolean;
  /** Id of a run to go on with. */
  resume?: string;
  /** Saved plans, and nothing else, are applied. */
  planSet?: PlanSet;
  /** It goes back to what stood before, so a gate has no baseline, and the working tree's decisions are not asked. */
  rollback?: boolean;
  /** Looks at the review of these stacks, before anything is begun. Throws a blocked error. */
  permit?<T extends RolloutReview>(review: T, stacks: readonly string[]): T;
  /** What is shared with other runners. */
  board?: BoardFlags;
  /** Each wave has to be approved. `agreed`: `agree` asks for the whole on the terminal. */
  approve?: { agreed: boolean };
  /** Asked before anything is begun, if there is anything to do. Throws unless the user agrees. */
  agree(): Promise<void>;
}

/** How a board is joined. */
export interface BoardFlags {
  name: string;
  /** What failed on it is begun anew. */
  mended: boolean;
}

const skipped = ({ stack: { id } }: StackContent): RolloutEnd => ({
  id,
  seconds: 0,
  outcome: 'skipped',
  counts: nothing,
});

interface Rolled {
  /** Undefined where there was nothing to do. */
  run: string | undefined;
  ends: RolloutEnd[];
  gate?: string;
}

/**
 * Rolls out those stacks that are not as they were last applied: reviews all of it first, and begins a run with a ledger
 * if the guard lets it pass. Without any, nothing is started.
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
      // Somebody else has begun the board meanwhile: it is joined then.
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
      `${done.length} of ${compared.length} stacks are as they were last applied, and are not planned (--refresh plans them all the same)`,
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
