import type { Command } from 'commander';
import type { Run } from '../../cli/context';
import { collect, withCommonFlags, withParallel } from '../../cli/flags';
import type { BootstrapFlags } from '../../tenant/bootstrap/drafts';

const examples = `
Writes the tenant's file, with a cell that has room in each of its regions; then reviews and rolls out its stacks, region
by region, invites its first administrator, and probes its pools and policy stores. If the file already exists, the command
continues from there. Running it again changes nothing.

Examples:
  npx fleet tenant bootstrap --env dev --id hooli --name Hooli --regions eu-central-1,eu-west-1 \\
    --callback-urls https://hooli.dev.northpay.example/signed-in --logout-urls https://hooli.dev.northpay.example/ \\
    --groups admins,operators,viewers --administrator ada@hooli.example
  npx fleet tenant bootstrap --env dev --from-csv new-tenants.csv --yes
  npx fleet tenant bootstrap --env prod --from-json hooli.json --pr`;

/** `fleet tenant bootstrap` */
export function registerBootstrap(tenant: Command, run: Run): void {
  withCommonFlags(withParallel(tenant.command('bootstrap')))
    .description('create tenants in each of their regions, from a description to a proven sign-in')
    .option('--env <name>', 'environment; there is no default')
    .option('--id <id>', 'id of the tenant; can never be changed')
    .option('--name <name>', 'display name of the organisation')
    .option('--regions <regions>', 'regions of the tenant (repeatable, or with commas)', collect)
    .option(
      '--callback-urls <urls>',
      'URLs that the browser may be sent to after sign-in (repeatable)',
      collect,
    )
    .option(
      '--logout-urls <urls>',
      'URLs that the browser may be sent to after sign-out (repeatable)',
      collect,
    )
    .option('--groups <groups>', "groups of the tenant's pool (repeatable)", collect)
    .option('--administrator <email>', 'first administrator, invited in each region')
    .option('--administrator-group <group>', 'group of the administrator; default: admins')
    .option('--policies <folder>', "the tenant's own policies, in addition to those of all tenants")
    .option('--cell <cell>', 'use this cell, instead of one with room')
    .option('--mfa <mode>', "OFF, OPTIONAL or ON, instead of the environment's")
    .option('--self-sign-up', 'anyone may sign up')
    .option('--server-client', "create a second client, with a secret, for the tenant's own server")
    .option('--from-csv <file>', 'many tenants: one per row; the first row names the columns')
    .option('--from-json <file>', 'one tenant, or a list of them')
    .option('--pr', 'only write the files, for review in a pull request')
    .option('--yes', 'do not ask before changing anything; required without a terminal')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: BootstrapFlags) =>
        (await import('../../tenant/bootstrap/bootstrap-command')).bootstrapCommand(context, flags),
      ),
    );
}
