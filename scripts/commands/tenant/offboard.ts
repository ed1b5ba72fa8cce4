import { type Command, InvalidArgumentError } from 'commander';
import type { Run } from '../../cli/context';
import { withCommonFlags, withParallel } from '../../cli/flags';
import type { ExportFlags } from '../../tenant/export/export-command';
import type { OffboardFlags } from '../../tenant/offboard/offboard';

const days = (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 3650)
    throw new InvalidArgumentError('use a whole number from 1 to 3650.');
  return number;
};

/** `fleet tenant offboard` and `fleet tenant export` */
export function registerOffboard(tenant: Command, run: Run): void {
  withCommonFlags(withParallel(tenant.command('offboard <id>')))
    .description('suspend and export a tenant; after its date, by the same command, destroy it')
    .option('--env <name>', 'environment; there is no default')
    .option('--retain-days <n>', 'how long the tenant and its export are kept', days, 90)
    .option('--hold <why>', 'keep it whatever the date, until the hold is released')
    .option('--release-hold', 'release a legal hold')
    .option('--yes', 'do not ask before changing anything; needed where there is no terminal')
    .action((id: string, flags: OffboardFlags) =>
      run(async (context, given: OffboardFlags) =>
        (await import('../../tenant/offboard/offboard')).offboardCommand(context, id, given),
      )(flags),
    );
  withCommonFlags(tenant.command('export <id>'))
    .description(
      'open the export of a tenant that leaves, or has left, and verify it; or delete it after its date',
    )
    .option('--env <name>', 'environment; there is no default')
    .option('--open <folder>', 'new folder for what it holds, in the clear')
    .option('--delete', 'delete it for good, once the tenant has gone, its date is over and no hold is on it')
    .option('--yes', 'do not ask before deleting it; needed where there is no terminal')
    .action((id: string, flags: ExportFlags) =>
      run(async (context, given: ExportFlags) =>
        (await import('../../tenant/export/export-command')).exportCommand(context, id, given),
      )(flags),
    );
}
