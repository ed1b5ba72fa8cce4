import type { Command } from 'commander';
import type { Run } from '../../cli/context';
import { collect, withCommonFlags, withParallel } from '../../cli/flags';
import type { BootstrapFlags } from '../../tenant/bootstrap/drafts';

const examples = `
The tenant's file is written, with a cell in each of its regions that has room; then its stacks are reviewed and rolled
out, region by region, its first administrator is invited, and its pools and policy stores are probed. A tenant whose
file is there already goes on from where it is. Run again, it changes nothing.

Examples:
  npx fleet tenant bootstrap --env dev --id hooli --name Hooli --regions eu-central-1,eu-west-1 \\
    --callback-urls https://hooli.dev.northpay.example/signed-in --logout-urls https://hooli.dev.northpay.example/ \\
    --groups admins,operators,viewers --administrator ada@hooli.example
  npx fleet tenant bootstrap --env dev --from-csv new-tenants.csv --yes
  npx fleet tenant bootstrap --env prod --from-json hooli.json --pr`;

/** `fleet tenant bootstrap` */
export function registerBootstrap(tenant: Command, run: Run): void {
  withCommonFlags(withParallel(tenant.command('bootstrap')))
    .description('bring tenants up in each of their regions, from a description to a proven sign-in')
    .option('--env <name>', 'environment; there is no default')
    .option('--id <id>', 'id of the tenant, for ever')
    .option('--name <name>', 'the organisation, as people call it')
    .option('--regions <regions>', 'regions of the tenant (repeatable, or with commas)', collect)
    .option('--callback-urls <urls>', 'where the browser may be sent after sign-in (repeatable)', collect)
    .option('--logout-urls <urls>', 'where the browser may be sent after sign-out (repeatable)', collect)
    .option('--groups <groups>', "groups of the tenant's pool (repeatable)", collect)
    .option('--administrator <email>', 'first administrator, who is invited in each region')
    .option('--administrator-group <group>', 'group of the administrator; admins unless set')
    .option('--policies <folder>', 'policies that the tenant has of its own, beside those of all tenants')
    .option('--cell <cell>', 'only this cell, instead of one that has room')
    .option('--mfa <mode>', "OFF, OPTIONAL or ON, instead of the environment's")
    .option('--self-sign-up', 'anybody may sign up')
    .option('--server-client', "a second client, with a secret, for the tenant's own server")
    .option('--from-csv <file>', 'many tenants: a row each, the first row names the columns')
    .option('--from-json <file>', 'one tenant, or a list of them')
    .option('--pr', 'only write the files, for somebody to review')
    .option('--yes', 'do not ask before changing anything; needed where there is no terminal')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: BootstrapFlags) =>
        (await import('../../tenant/bootstrap/bootstrap-command')).bootstrapCommand(context, flags),
      ),
    );
}
