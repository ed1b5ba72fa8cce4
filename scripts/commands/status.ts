import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags, withSelection } from '../cli/flags';
import type { StatusFlags } from '../status/status-command';

/** `fleet status` */
export function registerStatus(program: Command, run: Run): void {
  withCommonFlags(withSelection(program.command('status')))
    .description('show what is deployed where, at which commit and since when; changes nothing')
    .option('--out <folder>', 'folder for the page')
    .action(
      run(async (context, flags: StatusFlags) =>
        (await import('../status/status-command')).statusCommand(context, flags),
      ),
    );
}
