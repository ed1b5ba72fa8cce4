import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { type CommonFlags, collect, withCommonFlags, withTargets } from '../cli/flags';
import type { HolderSelection } from '../rotate/secret-holders';

interface FederationFlags extends CommonFlags, HolderSelection {
  yes?: boolean;
}

const examples = `
The secrets stand in AWS Secrets Manager, in the account and regions of each provider, under the name that the
environment and tenant files give. To change one: put the new value there, then run this command.

Examples:
  npx fleet rotate federation-secret --env dev
  npx fleet rotate federation-secret --env prod --tenant globex --region eu-central-1
  npx fleet rotate federation-secret --env prod --provider okta-oidc`;

/** `fleet rotate federation-secret` */
export function registerRotate(program: Command, run: Run): void {
  const rotate = program.command('rotate').description('secrets of what is rolled out, region by region');
  withCommonFlags(withTargets(rotate.command('federation-secret')))
    .description('push secrets from Secrets Manager to the identity providers of user pools')
    .option('--tenant <id>', "only this tenant's provider (repeatable, or with commas)", collect)
    .option('--provider <name>', 'only providers of this name, such as okta-oidc (repeatable)', collect)
    .option('--yes', 'do not ask before changing anything; needed where there is no terminal')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: FederationFlags) =>
        (await import('../rotate/rotate')).rotateFederationSecrets(context, flags),
      ),
    );
}
