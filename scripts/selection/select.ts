import type { Environment, LoadedEnvironment } from '../../environments/schema';
import type { Context } from '../cli/context';
import { parseRemovals, type Removals } from '../removal/flag';
import { validConfiguration } from './configuration';
import { pickEnvironment, type Selection, selectStacks } from './selection';
import { type StackInfo, stacksOf } from './stacks';
import { synth } from './synth';

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

/** Validates everything, selects, and synthesizes what was selected. Throws a usage error before anything is touched. */
export async function selectAndSynth(
  { workspace, say }: Pick<Context, 'workspace' | 'say'>,
  { remove = [], ...selection }: Selection & { remove?: string[] },
): Promise<Selected> {
  const loaded = pickEnvironment(validConfiguration(workspace.root), selection.env);
  const removals = parseRemovals(remove, loaded);
  const configured = stacksOf(loaded);
  const stacks = [...removals.stacks, ...selectStacks(configured, selection)];
  say('synthesizing');
  await synth(workspace.built, [loaded], stacks);
  return { loaded, environment: loaded.environment, stacks, configured, removals };
}
