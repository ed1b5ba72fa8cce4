import type { Environment, LoadedEnvironment } from '../../environments/schema';
import { compareWithApplied, type StackContent } from '../applied/changed';
import type { Context } from '../cli/context';
import { duration } from '../cli/duration';
import { exitCodes } from '../cli/errors';
import type { PlanSet } from '../plan-set/folder';
import { type Act, loadsOf, type StackLoad } from '../quotas/load';
import type { StackInfo } from '../selection/stacks';
import { terraformEnvironment } from '../terraform/environment';
import { homeOf, withRun } from './begin-run';
import { expectedSeconds } from './expected-time';
import { reviewBefore } from './review-before';
import { exitCodeOf, type RolloutEnd, rollout } from './rollout';
import { rolloutWaves } from './waves';

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
  /** Asked before anything is begun, if there is anything to do. Throws unless the user agrees. */
  agree(): Promise<void>;
}

const skipped = ({ stack: { id } }: StackContent): RolloutEnd => ({
  id,
  seconds: 0,
  outcome: 'skipped',
  counts: { create: 0, update: 0, replace: 0, delete: 0 },
});

/** Seconds that it takes, as far as is known before anything is planned. */
function expectedFor(
  { workspace }: Pick<Context, 'workspace'>,
  { rollout: how }: Environment,
  left: readonly StackContent[],
  parallel: number,
): number {
  const acts = new Map(
    left.map(({ stack, standing, current }) => [
      stack.id,
      standing ? (current ? 'refresh' : 'change') : 'first',
    ]),
  );
  const stacks = left.map(({ stack }) => stack);
  const loads = new Map(loadsOf(workspace.built, stacks).map((load) => [load.id, load]));
  return rolloutWaves(stacks, how, parallel).reduce(
    (sum, { stacks: ids, atOnce }) =>
      sum +
      expectedSeconds(
        ids.map((id) => ({ ...(loads.get(id) as StackLoad), act: acts.get(id) as Act })),
        atOnce,
      ),
    0,
  );
}

/**
 * Rolls out those stacks that are not as they were last applied: reviews all of it first, and begins a run with a ledger
 * if the guard lets it pass. Without any, nothing is started.
 */
export async function rolloutSelected(
  context: Context,
  request: SelectedRollout,
): Promise<{ run: string | undefined; ends: RolloutEnd[]; gate?: string }> {
  const { loaded, stacks, removable, selection, parallel, by, refresh, resume, planSet, agree } = request;
  const { environment } = loaded;
  const compared = await compareWithApplied(context, environment, stacks, 'change');
  const left = compared.filter(({ current }) => refresh || !current);
  const done = compared.filter((one) => !left.includes(one));
  if (done.length > 0)
    context.say(
      `${done.length} of ${compared.length} stacks are as they were last applied, and are not planned (--refresh plans them all the same)`,
    );
  const ended = done.map(skipped);
  if (left.length === 0) return { run: undefined, ends: ended };
  context.say(`this takes about ${duration(expectedFor(context, environment, left, parallel))}`);
  terraformEnvironment(context.workspace, context.env);
  const review = await reviewBefore(context, {
    loaded,
    left,
    done,
    remove: [...removable],
    by,
    planSet,
    parallel,
  });
  try {
    await agree();
    const toRun = {
      command: 'rollout' as const,
      environment: environment.name,
      home: homeOf(environment, stacks),
      selection,
      stacks: left.map(({ stack }) => stack.id),
    };
    return await withRun(context, { environment, request: toRun, resume, by, refresh }, async (run) => {
      const { ends, gate } = await rollout(
        context,
        run,
        { loaded, stacks: left, removable, review },
        parallel,
      );
      const code = exitCodeOf(ends, gate);
      const outcome = code === exitCodes.done ? 'done' : code === exitCodes.halted ? 'halted' : 'incomplete';
      return { result: { run: run.ledger.run, ends: [...ended, ...ends], ...(gate && { gate }) }, outcome };
    });
  } finally {
    review.close();
  }
}
