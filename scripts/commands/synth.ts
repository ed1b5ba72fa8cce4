import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';
import { exclusively } from '../cli/with-lock';
import { validConfiguration } from '../selection/configuration';
import { synth } from '../selection/synth';

/** `fleet synth` */
export function registerSynth(program: Command, run: Run): void {
  withCommonFlags(program.command('synth'))
    .description('write the Terraform of all environments to cdktf.out')
    .action(
      run(async ({ workspace }) => {
        const environments = validConfiguration(workspace.root);
        const written = await exclusively(workspace.state, 'synth', () => synth(workspace.out, environments));
        const stacks = written.sort();
        return { data: { out: workspace.out, stacks }, text: `${stacks.length} stacks in ${workspace.out}` };
      }),
    );
}
