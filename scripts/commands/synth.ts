import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';
import { exclusively } from '../cli/with-lock';
import { loadValid, synth } from '../synthesis/synth';

/** `fleet synth` */
export function registerSynth(program: Command, run: Run): void {
  withCommonFlags(program.command('synth'))
    .description('write the Terraform of all environments to cdktf.out')
    .action(
      run(async ({ workspace, env }) => {
        loadValid(workspace.root);
        const { stacks: written } = await exclusively(workspace.state, 'synth', () => synth(workspace, env));
        const stacks = Object.keys(written).sort();
        return { data: { out: workspace.out, stacks }, text: `${stacks.length} stacks in ${workspace.out}` };
      }),
    );
}
