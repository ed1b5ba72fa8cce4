import { type Command, Option } from 'commander';
import type { Run } from '../cli/context';
import { type TargetFlags, withCommonFlags, withTargets } from '../cli/flags';
import type { RevokeFlags } from '../revoke/target';

const examples = `
Examples:
  npx fleet user revoke --env dev --flow customer --user ada@example.com
  npx fleet user revoke --env dev --flow internal --user 00u1a2b3c4d5e6f7g8h9
  npx fleet user revoke --env prod --flow tenant --tenant acme --region eu-central-1 --user ada@acme.example`;

/** `fleet user revoke` */
export function registerUser(program: Command, run: Run): void {
  const user = program.command('user').description('users of a flow, in all of their regions');
  withCommonFlags(withTargets(user.command('revoke')))
    .description('sign a user out everywhere, and say how long issued tokens stay valid')
    .addOption(
      new Option('--flow <flow>', 'flow of the user').choices(['customer', 'internal', 'machine', 'tenant']),
    )
    .option('--tenant <id>', 'tenant of the user, in the flow "tenant"')
    .option('--user <user>', 'username, sub, e-mail address, or subject at the identity provider (Okta)')
    .option('--yes', 'do not ask before changing anything; required without a terminal')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: RevokeFlags & TargetFlags) =>
        (await import('../revoke/revoke')).revoke(context, flags),
      ),
    );
}
