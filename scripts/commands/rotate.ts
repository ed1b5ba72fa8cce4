import { type Command, Option } from 'commander';
import type { Run } from '../cli/context';
import { type CommonFlags, collect, minutes, withCommonFlags, withParallel, withTargets } from '../cli/flags';
import type { ClientFlags } from '../rotate/client-secret/command';
import type { DueFlags } from '../rotate/due/command';
import type { FederationFlags } from '../rotate/federation-secret/command';
import type { MetadataFlags } from '../rotate/saml-metadata/flags';

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

const metadataExamples = `
A metadata document is of one provider. It is looked at before anything is changed: signature, validity, entity id, endpoints,
certificates. Then it is put into the provider's file beside the certificates in use, and rolled out through review and guard.
Run again with an assertion that is signed with the new certificate, the command drops the old one.

Examples:
  npx fleet rotate saml-metadata --env dev --tenant acme --metadata acme-new.xml
  npx fleet rotate saml-metadata --env dev --tenant acme --metadata https://idp.acme.example/metadata --signed-by acme.pem
  npx fleet rotate saml-metadata --env dev --tenant acme --assertion response.txt
  npx fleet rotate saml-metadata --env prod --staff --switched`;

function registerSamlMetadata(rotate: Command, run: Run): void {
  withCommonFlags(withParallel(rotate.command('saml-metadata')))
    .description("change a SAML provider's certificate without one refused sign-in")
    .option('--env <name>', 'environment; there is no default')
    .option('--tenant <id>', "this tenant's provider")
    .option('--staff', "or the internal flow's")
    .option('--metadata <file or URL>', "the provider's new metadata document")
    .option('--signed-by <file>', 'certificate (PEM) that has to have signed that document')
    .option(
      '--assertion <file>',
      'a SAMLResponse of these minutes, as a browser posts it: how the provider signs now',
    )
    .option(
      '--switched',
      'state that the provider signs with its new certificate, where no assertion can be had',
    )
    .option('--yes', 'do not ask before changing anything; needed where there is no terminal')
    .addHelpText('after', metadataExamples)
    .action(
      run(async (context, flags: MetadataFlags) =>
        (await import('../rotate/saml-metadata/command')).rotateSamlMetadata(context, flags),
      ),
    );
}

/** `fleet rotate` */
export function registerRotate(program: Command, run: Run): void {
  const rotate = program.command('rotate').description('secrets of what is rolled out, region by region');
  registerDue(rotate, run);
  registerClientSecret(rotate, run);
  registerSamlMetadata(rotate, run);
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
