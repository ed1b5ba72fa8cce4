import type { LoadedEnvironment } from '../../environments/schema';
import { ensureAlarmTopics } from '../aws/alarm-topics';
import type { Context } from '../cli/context';
import { exitCodes } from '../cli/errors';
import { unnamedRemovals } from '../removal/guard';
import type { StackInfo } from '../selection/stacks';
import { type Change, describeApply } from '../terraform/changes';
import { planSteps } from './order';
import { runStacks, type StackEnd } from './run-stacks';
import { rolloutStack, type StackRollout } from './stack-rollout';

export type RolloutEnd = StackEnd<StackRollout>;

/** What is rolled out, and what may be destroyed although configuration no longer names it. */
export interface RolloutInput {
  loaded: LoadedEnvironment;
  stacks: readonly StackInfo[];
  /** Values of `--remove`. */
  removable: ReadonlySet<string>;
}

/**
 * Rolls stacks out in dependency, ring and region order. Never throws because of a stack; throws a blocked error,
 * before anything is changed, where their alarms would notify nobody.
 */
export async function rollout(
  context: Context,
  { loaded, stacks, removable }: RolloutInput,
  parallel: number,
): Promise<RolloutEnd[]> {
  const { environment } = loaded;
  await ensureAlarmTopics(context.workspace.built, environment, stacks);
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  return runStacks<StackRollout>(context, planSteps(stacks), {
    purpose: 'change',
    parallel,
    work: (session) => {
      const stack = byId.get(session.id) as StackInfo;
      const unnamed = (changes: readonly Change[]) => unnamedRemovals(changes, stack, loaded, removable);
      return rolloutStack(session, environment, stack, unnamed);
    },
    word: ({ outcome, counts }) =>
      outcome === 'applied' ? `applied: ${describeApply(counts)}` : 'unchanged',
  });
}

/** The exit code for all outcomes together. */
export function exitCodeOf(ends: readonly { outcome: string }[]): number {
  const some = (outcome: string) => ends.some((end) => end.outcome === outcome);
  if (some('interrupted')) return exitCodes.interrupted;
  if (some('failed')) return exitCodes.failed;
  // Without a failure, only an interrupt keeps a stack from starting.
  return some('not started') ? exitCodes.interrupted : exitCodes.done;
}
