import type { Environment } from '../../environments/schema';
import type { Context } from './context';
import { pickEnvironment, type Selection, selectStacks } from './selection';
import { type StackInfo, stacksOf } from './stacks';
import { loadValid, synth } from './synth';

/** An environment and those of its stacks that a command is about, freshly synthesized. */
export interface Selected {
  environment: Environment;
  stacks: StackInfo[];
}

/** Validates everything, synthesizes, and selects. Throws a usage error before anything is touched. */
export async function synthAndSelect(
  { workspace, env, say }: Context,
  selection: Selection,
): Promise<Selected> {
  const loaded = pickEnvironment(loadValid(workspace.root), selection.env);
  say('synthesizing');
  const stacks = stacksOf(await synth(workspace, env), loaded);
  return { environment: loaded.environment, stacks: selectStacks(stacks, selection) };
}
