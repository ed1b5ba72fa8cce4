import type { Command } from 'commander';
import type { Run } from '../../cli/context';
import { collect, withCommonFlags, withParallel } from '../../cli/flags';
import type { MoveFlags } from '../../tenant/move/move';

/** `fleet tenant move` */
export function registerMove(tenant: Command, run: Run): void {
  withCommonFlags(withParallel(tenant.command('move <id>')))
    .description('move a tenant to another cell of its account, with its pool, clients and users')
    .option('--env <name>', 'environment; there is no default')
    .option('--to <cell>', 'target cell')
    .option(
      '--region <region>',
      "only in this region (repeatable); default: all of the tenant's regions",
      collect,
    )
    .option('--yes', 'do not ask before changing anything; required without a terminal')
    .action((id: string, flags: MoveFlags) =>
      run(async (context, given: MoveFlags) =>
        (await import('../../tenant/move/move')).moveCommand(context, id, given),
      )(flags),
    );
}
