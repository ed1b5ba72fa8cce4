import type { CommandResult, Context } from '../cli/context';
import { withLock } from '../cli/with-lock';
import { validConfiguration } from './configuration';
import { synth } from './synth';

/** `fleet synth`: writes the Terraform of every environment to `cdktf.out`. */
export async function synthAll({ workspace }: Pick<Context, 'workspace'>): Promise<CommandResult> {
  const environments = validConfiguration(workspace.root);
  const written = await withLock(workspace.state, 'synth', () => synth(workspace.out, environments));
  const stacks = written.sort();
  return { data: { out: workspace.out, stacks }, text: `${stacks.length} stacks in ${workspace.out}` };
}
