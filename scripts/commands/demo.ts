import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { type CommonFlags, withCommonFlags } from '../cli/flags';
import { requireLocalPackages } from '../local/packages';

/** `fleet demo` */
export function registerDemo(program: Command, run: Run): void {
  withCommonFlags(program.command('demo'))
    .description('run the whole workflow from scratch on a local AWS; needs no AWS account')
    .option('--verbose', 'print the claims of every token')
    .action(
      run(async (context, { verbose = false }: CommonFlags & { verbose?: boolean }) => {
        requireLocalPackages();
        return (await import('../demo/demo')).runDemo(context, { verbose });
      }),
    );
}
