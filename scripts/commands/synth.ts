import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';

/** `fleet synth` */
export function registerSynth(program: Command, run: Run): void {
  withCommonFlags(program.command('synth'))
    .description('write the Terraform of all environments to cdktf.out')
    .action(run(async (context) => (await import('../selection/synth-all')).synthAll(context)));
}
