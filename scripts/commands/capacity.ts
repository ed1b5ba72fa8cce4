import type { Command } from 'commander';
import type { CapacityFlags } from '../capacity/capacity-command';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';

const examples = `
Tenants are counted by their files, and growth by when git's history shows that each file was added. Quotas come from
AWS Service Quotas if available, else from the environment file; the output says which.

Examples:
  npx fleet capacity --env prod
  npx fleet capacity --env prod --offline --json`;

/** `fleet capacity` */
export function registerCapacity(program: Command, run: Run): void {
  withCommonFlags(program.command('capacity'))
    .description(
      'show how full cells and accounts are, and when the next ones are needed; text, JSON and a page',
    )
    .option('--env <name>', 'environment; there is no default')
    .option('--offline', 'do not call AWS')
    .option('--out <folder>', 'folder for the page')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: CapacityFlags) =>
        (await import('../capacity/capacity-command')).capacityCommand(context, flags),
      ),
    );
}
