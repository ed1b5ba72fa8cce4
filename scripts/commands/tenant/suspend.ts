import type { Command } from 'commander';
import type { Run } from '../../cli/context';
import { withCommonFlags, withParallel } from '../../cli/flags';
import type { SuspendFlags } from '../../tenant/suspend';

const withSuspendFlags = (command: Command) =>
  withCommonFlags(withParallel(command))
    .option('--env <name>', 'environment; there is no default')
    .option('--yes', 'do not ask before changing anything; required without a terminal');

/** `fleet tenant suspend` and `fleet tenant resume` */
export function registerSuspend(tenant: Command, run: Run): void {
  withSuspendFlags(tenant.command('suspend <id>'))
    .description(
      'stop issuing tokens for a tenant, immediately and in every region, and sign all of its users out',
    )
    .action((id: string, flags: SuspendFlags) =>
      run(async (context, given: SuspendFlags) =>
        (await import('../../tenant/suspend')).suspendCommand(context, id, given),
      )(flags),
    );
  withSuspendFlags(tenant.command('resume <id>'))
    .description('lift the suspension of a tenant, in every region')
    .action((id: string, flags: SuspendFlags) =>
      run(async (context, given: SuspendFlags) =>
        (await import('../../tenant/resume')).resumeCommand(context, id, given),
      )(flags),
    );
}
