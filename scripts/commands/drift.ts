import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags, withParallel, withSelection } from '../cli/flags';
import type { DriftFlags } from '../drift/drift-command';

/** `fleet drift` */
export function registerDrift(program: Command, run: Run): void {
  withCommonFlags(withParallel(withSelection(program.command('drift'))))
    .description('find what was changed in AWS outside Terraform; changes nothing')
    .option('--out <folder>', 'folder for the reports')
    .action(
      run(async (context, flags: DriftFlags) =>
        (await import('../drift/drift-command')).driftCommand(context, flags),
      ),
    );
}
