import { type Command, Option } from 'commander';
import type { Run } from '../cli/context';
import { type CommonFlags, collect, minutes, withCommonFlags, withTargets } from '../cli/flags';
import type { ClientFlags } from '../rotate/client-secret/command';
import type { DueFlags } from '../rotate/due/command';
import type { FederationFlags } from '../rotate/federation-secret/command';

const examples = `
The secrets stand in AWS Secrets Manager, in the account and regions of each provider, under the name that the
environment and tenant files give. To change one: put the new value there, then run this command. It asks the provider
whether it takes the secret, and only then gives it to Cognito; a secret that the provider refuses changes nothing.

Examples:
  npx fleet rotate federation-secret --env dev
  npx fleet rotate federation-secret --env prod --tenant globex --region eu-central-1
  npx fleet rotate federation-secret --env prod --provider okta-oidc
  npx fleet rotate federation-secret --env prod --resume prod-rotate-2026-11-24T10-15-30-123Z-1f2e3d`;

const clientExamples = `
Each client gets a second secret, made here, which callers fetch from AWS Secrets Manager once a token has proven it. The
first one opens for a time, and is then deleted by a later run of the same command. Callers are let in all the while, and
no client id changes.

Examples:
  npx fleet rotate client-secret --env dev
  npx fleet rotate client-secret --env prod --service billing --region eu-central-1
  npx fleet rotate client-secret --env prod --service billing --soak 0      # it has leaked
  npx fleet rotate client-secret --env prod --resume prod-rotate-2026-11-24T10-15-30-123Z-1f2e3d`;

function registerClientSecret(rotate: Command, run: Run): void {
  withCommonFlags(withTargets(rotate.command('client-secret')))
    .description('give app clients new secrets, in two slots, without one refused request')
    .option('--service <id>', "only this service's client (repeatable, or with commas)", collect)
    .option('--tenant <id>', "only this tenant's confidential clients (repeatable, or with commas)", collect)
    .option('--due', 'only those that are due, or whose rotation is to be ended')
    .option(
      '--soak <minutes>',
      "how long an old secret opens beside the new one, instead of the environment's",
      minutes,
    )
    .option('--resume <run>', 'go on with a run that was broken off')
    .option('--yes', 'do not ask before changing anything; needed where there is no terminal')
    .addHelpText('after', clientExamples)
    .action(
      run(async (context, flags: CommonFlags & ClientFlags) =>
        (await import('../rotate/client-secret/command')).rotateClientSecrets(context, flags),
      ),
    );
}

const dueExamples = `
Nothing is changed. Exit status: 0 nothing is due, 3 something is, 1 something could not be looked at.

Examples:
  npx fleet rotate --due --env prod
  npx fleet rotate --due --env prod --account identity --out rotations --json`;

/** `fleet rotate --due` */
function registerDue(rotate: Command, run: Run): void {
  withCommonFlags(withTargets(rotate))
    .option('--due', 'show every secret and certificate: how old it is, and when it is due')
    .addOption(new Option('--only <what>', 'only these').choices(['clients', 'providers']))
    .option('--out <folder>', 'write the page with the calendar there')
    .addHelpText('after', dueExamples)
    .action(
      run(async (context, flags: CommonFlags & DueFlags & { due?: boolean }) => {
        if (!flags.due) rotate.help({ error: true });
        return (await import('../rotate/due/command')).showDue(context, flags);
      }),
    );
}

/** `fleet rotate` */
export function registerRotate(program: Command, run: Run): void {
  const rotate = program.command('rotate').description('secrets of what is rolled out, region by region');
  registerDue(rotate, run);
  registerClientSecret(rotate, run);
  withCommonFlags(withTargets(rotate.command('federation-secret')))
    .description(
      'bring secrets from Secrets Manager to the identity providers of user pools, proven by an exchange',
    )
    .option('--tenant <id>', "only this tenant's provider (repeatable, or with commas)", collect)
    .option('--provider <name>', 'only providers of this name, such as okta-oidc (repeatable)', collect)
    .option('--due', 'only those that are due, or have not reached Cognito yet')
    .option('--unproven', 'do not ask the providers: where they cannot be reached from here')
    .option('--resume <run>', 'go on with a run that was broken off')
    .option('--yes', 'do not ask before changing anything; needed where there is no terminal')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: CommonFlags & FederationFlags) =>
        (await import('../rotate/federation-secret/command')).rotateFederationSecrets(context, flags),
      ),
    );
}
