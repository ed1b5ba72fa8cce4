import type { Environment, LoadedEnvironment } from '../../environments/schema';
import type { Context } from '../cli/context';
import { parseRemovals, type Removals } from '../removal/flag';
import { loadValid, synth } from '../synthesis/synth';
import { pickEnvironment, type Selection, selectStacks } from './selection';
import { type StackInfo, stacksOf } from './stacks';

/** An environment and those of its stacks that a command is about, freshly synthesized. */
export interface Selected {
  loaded: LoadedEnvironment;
  environment: Environment;
  /** Those that the flags select, and those that are to be destroyed. */
  stacks: StackInfo[];
  /** Every stack that configuration has, selected or not. */
  configured: StackInfo[];
  removals: Removals;
}

/** Validates everything, synthesizes, and selects. Throws a usage error before anything is touched. */
export async function synthAndSelect(
  { workspace, env, say }: Context,
  { remove = [], ...selection }: Selection & { remove?: string[] },
): Promise<Selected> {
  const loaded = pickEnvironment(loadValid(workspace.root), selection.env);
  const removals = parseRemovals(remove, loaded);
  const emptied = removals.stacks;
  say('synthesizing');
  const manifest = await synth(workspace, env, emptied);
  const isEmptied = (id: string) => emptied.some((stack) => stack.id === id);
  const stacks = Object.fromEntries(Object.entries(manifest.stacks).filter(([id]) => !isEmptied(id)));
  const configured = stacksOf({ stacks }, loaded);
  return {
    loaded,
    environment: loaded.environment,
    stacks: [...emptied, ...selectStacks(configured, selection)],
    configured,
    removals,
  };
}
