import type { Environment, LoadedEnvironment } from '../../environments/schema';
import type { Context } from '../cli/context';
import { parseRemovals, type Removals } from '../removal/flag';
import { validConfiguration } from './configuration';
import { pickEnvironment, type Selection, selectStacks } from './selection';
import { type StackInfo, stacksOf } from './stacks';
import { synth } from './synth';

/** An environment, and the stacks that a command applies to. */
export interface Selected {
  loaded: LoadedEnvironment;
  environment: Environment;
  /** The stacks that the flags select, and those to be destroyed. */
  stacks: StackInfo[];
  /** Every configured stack, selected or not. */
  configured: StackInfo[];
  removals: Removals;
}

type Flags = Selection & { remove?: string[] };

/** Validates everything, then selects. Throws a usage error. */
export function select(
  { workspace }: Pick<Context, 'workspace'>,
  { remove = [], ...selection }: Flags,
): Selected {
  const loaded = pickEnvironment(validConfiguration(workspace.root), selection.env);
  const removals = parseRemovals(remove, loaded);
  const configured = stacksOf(loaded);
  // A stack to be destroyed is always included; a flag may also select it alone.
  const selected = selectStacks([...removals.stacks, ...configured], selection);
  const stacks = [...new Set([...removals.stacks, ...selected])];
  return { loaded, environment: loaded.environment, stacks, configured, removals };
}

/** The same, and synthesizes what was selected. If it throws, nothing was touched. */
export async function selectAndSynth(
  context: Pick<Context, 'workspace' | 'say'>,
  flags: Flags,
): Promise<Selected> {
  const selected = select(context, flags);
  context.say('synthesizing');
  await synth(context.workspace.built, [selected.loaded], selected.stacks);
  return selected;
}
