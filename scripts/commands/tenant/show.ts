import type { Command } from 'commander';
import type { Run } from '../../cli/context';
import { withCommonFlags } from '../../cli/flags';
import type { ListFlags } from '../../tenant/list';
import type { ShowFlags } from '../../tenant/show/show-command';

/** `fleet tenant list` and `fleet tenant show` */
export function registerShow(tenant: Command, run: Run): void {
  withCommonFlags(tenant.command('list'))
    .description('list every tenant of an environment, and its cell in each region; offline')
    .option('--env <name>', 'environment; there is no default')
    .action(
      run(async (context, flags: ListFlags) =>
        (await import('../../tenant/list')).listTenants(context, flags),
      ),
    );
  withCommonFlags(tenant.command('show <id>'))
    .description('show where a tenant is deployed, and the ids and endpoints that its developers need')
    .option('--env <name>', 'environment; there is no default')
    .option(
      '--user <user>',
      "username, sub, e-mail address or the provider's subject: shows the sub in each region",
    )
    .action((id: string, flags: ShowFlags) =>
      run(async (context, given: ShowFlags) =>
        (await import('../../tenant/show/show-command')).showTenant(context, id, given),
      )(flags),
    );
}
