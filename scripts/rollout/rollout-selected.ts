import type { LoadedEnvironment } from '../../environments/schema';
import { compareWithApplied } from '../applied/changed';
import type { Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import type { StackInfo } from '../selection/stacks';
import { terraformEnvironment } from '../terraform/environment';
import { homeOf, withRun } from './begin-run';
import { exitCodeOf, type RolloutEnd, rollout } from './rollout';

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
  /** Asked before anything is begun, if there is anything to do. Throws unless the user agrees. */
  agree(): Promise<void>;
}

const skipped = (id: string): RolloutEnd => ({
  id,
  seconds: 0,
  outcome: 'skipped',
  counts: { create: 0, update: 0, replace: 0, delete: 0 },
});

/**
 * Rolls out those stacks that are not as they were last applied, in a run with a ledger. Without any, nothing is
 * started and no run begun.
 */
export async function rolloutSelected(
  context: Context,
  { loaded, stacks, removable, selection, parallel, by, refresh, resume, agree }: SelectedRollout,
): Promise<{ run: string | undefined; ends: RolloutEnd[] }> {
  const { environment } = loaded;
  const compared = await compareWithApplied(context, environment, stacks, 'change');
  const left = compared.filter(({ current }) => refresh || !current);
  const done = compared.filter((one) => !left.includes(one)).map(({ stack }) => skipped(stack.id));
  if (done.length > 0)
    context.say(
      `${done.length} of ${compared.length} stacks are as they were last applied, and are not planned (--refresh plans them all the same)`,
    );
  if (left.length === 0) return { run: undefined, ends: done };
  terraformEnvironment(context.workspace, context.env);
  await agree();
  const request = {
    command: 'rollout' as const,
    environment: environment.name,
    home: homeOf(environment, stacks),
    selection,
    stacks: left.map(({ stack }) => stack.id),
  };
  return withRun(context, { environment, request, resume, by, refresh }, async (run) => {
    const ends = await rollout(context, run, { loaded, stacks: left, removable }, parallel);
    const outcome = exitCodeOf(ends) === exitCodes.done ? 'done' : 'incomplete';
    return { result: { run: run.ledger.run, ends: [...done, ...ends] }, outcome };
  });
}
