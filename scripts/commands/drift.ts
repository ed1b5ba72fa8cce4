import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags, withParallel, withSelection } from '../cli/flags';
import type { DriftFlags } from '../drift/drift-command';

/** `fleet drift` */
export function registerDrift(program: Command, run: Run): void {
  withCommonFlags(withParallel(withSelection(program.command('drift'))))
    .description('what somebody has changed in AWS outside of Terraform; changes nothing')
    .option('--out <folder>', 'write the reports there')
    .action(
      run(async (context, flags: DriftFlags) =>
        (await import('../drift/drift-command')).driftCommand(context, flags),
      ),
    );
}
