import { type Command, Option } from 'commander';
import type { Run } from '../cli/context';
import { type CommonFlags, collect, minutes, withCommonFlags, withParallel, withTargets } from '../cli/flags';
import type { ClientFlags } from '../rotate/client-secret/command';
import type { DueFlags } from '../rotate/due/command';
import type { FederationFlags } from '../rotate/federation-secret/command';
import type { MetadataFlags } from '../rotate/saml-metadata/flags';

const examples = `
The secrets are in AWS Secrets Manager, in the account and regions of each provider, under the name in the environment
or tenant file. To change one, put the new value there, then run this command. It asks the provider whether it accepts the
secret, and only then gives it to Cognito; a secret that the provider refuses changes nothing.

Examples:
  npx fleet rotate federation-secret --env dev
  npx fleet rotate federation-secret --env prod --tenant globex --region eu-central-1
  npx fleet rotate federation-secret --env prod --provider okta-oidc
  npx fleet rotate federation-secret --env prod --resume prod-rotate-2026-11-24T10-15-30-123Z-1f2e3d`;

const clientExamples = `
Each client gets a second secret, generated here, which callers fetch from AWS Secrets Manager once a token has proven
it. The first one stays valid for a while; a later run of the same command deletes it. Callers are never refused, and no
client id changes.

Examples:
  npx fleet rotate client-secret --env dev
  npx fleet rotate client-secret --env prod --service billing --region eu-central-1
  npx fleet rotate client-secret --env prod --service billing --soak 0      # it has leaked
  npx fleet rotate client-secret --env prod --resume prod-rotate-2026-11-24T10-15-30-123Z-1f2e3d`;

function registerClientSecret(rotate: Command, run: Run): void {
  withCommonFlags(withTargets(rotate.command('client-secret')))
    .description('give app clients new secrets without refusing a single request')
    .option('--service <id>', "only this service's client (repeatable, or with commas)", collect)
    .option('--tenant <id>', "only this tenant's confidential clients (repeatable, or with commas)", collect)
    .option('--due', 'only secrets that are due, or whose rotation can be finished')
    .option(
      '--soak <minutes>',
      "how long the old secret stays valid, instead of the environment's setting",
      minutes,
    )
    .option('--resume <run>', 'continue an interrupted run')
    .option('--yes', 'do not ask before changing anything; required without a terminal')
    .addHelpText('after', clientExamples)
    .action(
      run(async (context, flags: CommonFlags & ClientFlags) =>
        (await import('../rotate/client-secret/command')).rotateClientSecrets(context, flags),
      ),
    );
}

const dueExamples = `
Changes nothing. Exit status: 0 nothing is due, 3 something is due, 1 something could not be read.

Examples:
  npx fleet rotate --due --env prod
  npx fleet rotate --due --env prod --account identity --out rotations --json`;

/** `fleet rotate --due` */
function registerDue(rotate: Command, run: Run): void {
  withCommonFlags(withTargets(rotate))
    .option('--due', 'list every secret and certificate, with its age and due date')
    .addOption(new Option('--only <what>', 'only these').choices(['clients', 'providers']))
    .option('--out <folder>', 'folder for the page with the calendar')
    .addHelpText('after', dueExamples)
    .action(
      run(async (context, flags: CommonFlags & DueFlags & { due?: boolean }) => {
        if (!flags.due) rotate.help({ error: true });
        return (await import('../rotate/due/command')).showDue(context, flags);
      }),
    );
}

const metadataExamples = `
The new metadata document is checked before anything is changed: signature, validity, entity id, endpoints, certificates.
Then it is written to the provider's file, together with the certificates in use, and rolled out through review and guard.
Run the command again with an assertion signed with the new certificate to drop the old one.

Examples:
  npx fleet rotate saml-metadata --env dev --tenant acme --metadata acme-new.xml
  npx fleet rotate saml-metadata --env dev --tenant acme --metadata https://idp.acme.example/metadata --signed-by acme.pem
  npx fleet rotate saml-metadata --env dev --tenant acme --assertion response.txt
  npx fleet rotate saml-metadata --env prod --staff --switched`;

function registerSamlMetadata(rotate: Command, run: Run): void {
  withCommonFlags(withParallel(rotate.command('saml-metadata')))
    .description("change a SAML provider's certificate without refusing a single sign-in")
    .option('--env <name>', 'environment; there is no default')
    .option('--tenant <id>', "this tenant's provider")
    .option('--staff', "the internal flow's provider")
    .option('--metadata <file or URL>', "the provider's new metadata document")
    .option('--signed-by <file>', 'certificate (PEM) that must have signed the document')
    .option(
      '--assertion <file>',
      'a recent SAMLResponse, as posted by a browser: proves how the provider signs now',
    )
    .option(
      '--switched',
      'assert that the provider signs with its new certificate, if you cannot get a SAMLResponse',
    )
    .option('--yes', 'do not ask before changing anything; required without a terminal')
    .addHelpText('after', metadataExamples)
    .action(
      run(async (context, flags: MetadataFlags) =>
        (await import('../rotate/saml-metadata/command')).rotateSamlMetadata(context, flags),
      ),
    );
}

/** `fleet rotate` */
export function registerRotate(program: Command, run: Run): void {
  const rotate = program
    .command('rotate')
    .description('rotate secrets and certificates, region by region, and list what is due');
  registerDue(rotate, run);
  registerClientSecret(rotate, run);
  registerSamlMetadata(rotate, run);
  withCommonFlags(withTargets(rotate.command('federation-secret')))
    .description(
      'push secrets from Secrets Manager to the identity providers of user pools, once the provider accepts them',
    )
    .option('--tenant <id>', "only this tenant's provider (repeatable, or with commas)", collect)
    .option('--provider <name>', 'only providers of this name, such as okta-oidc (repeatable)', collect)
    .option('--due', 'only secrets that are due, or have not been pushed yet')
    .option('--unproven', 'skip the proof, for providers that cannot be reached from here')
    .option('--resume <run>', 'continue an interrupted run')
    .option('--yes', 'do not ask before changing anything; required without a terminal')
    .addHelpText('after', examples)
    .action(
      run(async (context, flags: CommonFlags & FederationFlags) =>
        (await import('../rotate/federation-secret/command')).rotateFederationSecrets(context, flags),
      ),
    );
}
