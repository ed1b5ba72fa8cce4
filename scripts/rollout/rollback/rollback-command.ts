import { callerIdentity } from '../../aws/credentials';
import { confirm, requireTerminal } from '../../cli/confirm';
import type { CommandResult, Context } from '../../cli/context';
import { usageError } from '../../cli/errors';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { stacksOf } from '../../selection/stacks';
import type { RolloutFlags } from '../begin-run';
import { rolloutReport, touched } from '../report';
import { requestFlags, rolloutEntries, selecting } from '../resume-request';
import { exitCodeOf } from '../rollout';
import { rolloutSelected } from '../rollout-selected';
import { fetchReversions, type Reversion } from './fetch';
import { undoable } from './of-run';
import { permitRollback } from './permit';

const short = (content: string) => content.slice(0, 12);

const inWords = ({ stack, back }: Reversion) =>
  `${stack.id} goes back to ${short(back.content)}, applied ${back.at} by run ${back.run}` +
  (back.commit ? ` at ${short(back.commit)}` : '');

const flagName = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Flags that determine what a rollout does: a rollback covers what the run has changed. */
const conflicting = [...selecting, 'plan', 'refresh', 'board', 'approveEach', 'dryRun'] as const;

/** Stacks that a run has changed but not created. Throws a usage error if there are none. */
async function reversionsOf(
  context: Context,
  flags: RolloutFlags,
  run: string,
): Promise<{ loaded: ReturnType<typeof pickEnvironment>; reversions: Reversion[] }> {
  const loaded = pickEnvironment(validConfiguration(context.workspace.root), flags.env);
  const { environment } = loaded;
  const stacks = new Map(stacksOf(loaded).map((stack) => [stack.id, stack]));
  const undos = undoable(await rolloutEntries(context, environment, run));
  const problems = undos.flatMap(({ stack: id, back }) => {
    const stack = stacks.get(id);
    if (!stack) return [`${id} is no longer in configuration`];
    if (stack.stack === 'foundation') return [`${id} is a foundation: roles and keys are never rolled back`];
    return back ? [] : [`${id} was created by that run: there is nothing to go back to`];
  });
  if (undos.length === 0)
    problems.push(
      'it has changed nothing, or everything that it changed has passed its gates; ' +
        `which run applied each stack: npx fleet status --env ${environment.name}`,
    );
  if (problems.length > 0)
    throw usageError(`run ${run} cannot be rolled back; nothing was changed:\n${problems.join('\n')}`);
  const reversions = undos.flatMap(({ stack: id, back }) => {
    const stack = stacks.get(id);
    return stack && back ? [{ stack, back }] : [];
  });
  return { loaded, reversions };
}

/**
 * `fleet rollout --rollback <run>`: re-applies the content from before a run, to the stacks of the wave that did not pass.
 * Like any rollout it is reviewed, guarded and journalled, and its gates run afterwards.
 */
export async function rollbackCommand(context: Context, given: RolloutFlags): Promise<CommandResult> {
  const flags = given.resume ? await requestFlags(context, given) : given;
  const run = String(flags.rollback);
  const extra = conflicting.filter((flag) => given[flag] !== undefined);
  if (extra.length > 0)
    throw usageError(
      `--rollback undoes what run ${run} has done: leave out ${extra.map(flagName).join(', ')}`,
    );
  const { loaded, reversions } = await reversionsOf(context, flags, run);
  const { environment } = loaded;
  const stacks = reversions.map(({ stack }) => stack);
  for (const one of reversions) context.say(inWords(one));
  context.say(touched(environment.name, stacks));
  if (!flags.yes) requireTerminal();
  const by = await callerIdentity(environment.regions[0] as string, context.env);
  const built = await fetchReversions(context, environment, run, reversions);
  const back: Context = { ...context, workspace: { ...context.workspace, built } };
  const done = await rolloutSelected(back, {
    loaded,
    stacks,
    removable: new Set(),
    selection: { rollback: run },
    parallel: flags.parallel,
    by,
    refresh: false,
    resume: given.resume,
    rollback: true,
    permit: permitRollback,
    agree: async () => {
      if (!flags.yes) await confirm(environment.name);
    },
  });
  const again = `npx fleet rollout --env ${environment.name} --rollback ${run}`;
  return {
    data: {
      environment: environment.name,
      run: done.run ?? null,
      rolledBack: run,
      gate: done.gate ?? null,
      stacks: done.ends,
    },
    text: [
      rolloutReport(done.ends, again, done.gate),
      'the working tree still has what was rolled back, and the next rollout would apply it again: fix it first',
    ].join('\n'),
    exitCode: exitCodeOf(done.ends, done.gate),
  };
}
