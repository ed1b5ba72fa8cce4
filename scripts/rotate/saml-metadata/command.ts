import { operateRole } from '../../../environments/names';
import { poolAccess } from '../../aws/pool-access';
import { confirm } from '../../cli/confirm';
import type { CommandResult, Context } from '../../cli/context';
import { exitCodes, messageOf, usageError } from '../../cli/errors';
import type { CommonFlags } from '../../cli/flags';
import { table } from '../../cli/table';
import { rollOut } from '../../rollout/rollout-command';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { rollOutTenant } from '../../tenant/roll-out-tenant';
import { runSteps } from '../../tenant/run-steps';
import { type Proof, readAssertion } from './assertion';
import { readCertificate, type SigningCertificate } from './certificate';
import { type Checked, checkDocument, type InUse, type Problem } from './check';
import { type DocumentFile, documentFile } from './document-file';
import { lookAt, type Seen } from './look';
import { certificatesOf, type Metadata, readMetadata } from './metadata';
import { type ProviderFlags, pickProvider, type SamlProvider, samlProviders } from './provider';
import { type RotationEnd, rotateMetadata } from './rotate-metadata';
import { readSource } from './source';
import { parseXml } from './xml';

/** Flags of `fleet rotate saml-metadata`. */
export interface MetadataFlags extends CommonFlags, ProviderFlags {
  env?: string;
  /** File or URL of the provider's new document. */
  metadata?: string;
  /** File with the certificate that has to have signed it. */
  signedBy?: string;
  /** File with a SAMLResponse of the provider. */
  assertion?: string;
  switched?: boolean;
  parallel: number;
  yes?: boolean;
}

/** Tells runs for staff from those for tenants, no id of which has a dot. */
const staffSubject = 'internal.saml';

const refusal = (source: string, problems: readonly Problem[]) =>
  usageError(
    [
      `${source} is refused, and nothing was changed:`,
      ...problems.map(({ what, remedy }) => `  ${what}\n    remedy: ${remedy}`),
    ].join('\n'),
    undefined,
    { problems },
  );

const read = (text: string): Metadata => readMetadata(parseXml(text));

/** What is known of the provider that is in use: from its documents or, where Cognito fetches them, from its endpoints. */
function inUseOf(seen: readonly Seen[], documents: readonly Metadata[]): InUse {
  const [first] = seen;
  return {
    entityId: documents[0]?.entityId,
    certificates: documents.flatMap((one) => certificatesOf(one)),
    sso: first?.sso,
    slo: first?.slo,
  };
}

async function pinned(file: string | undefined): Promise<SigningCertificate | undefined> {
  if (file === undefined) return undefined;
  const certificate = readCertificate(await readSource(file, 'the certificate'));
  if (!certificate) throw usageError(`${file} holds no certificate`, 'name a PEM file with one');
  return certificate;
}

const lines = (certificates: readonly SigningCertificate[], more: (one: SigningCertificate) => string) =>
  table(
    ['certificate (SHA-256)', 'expires', ''],
    certificates.map((one) => [one.fingerprint, one.until.toISOString().slice(0, 10), more(one)]),
  );

const describeSigner = ({ signer }: Checked) =>
  signer
    ? `signed with certificate ${signer.fingerprint}`
    : 'not signed: compare the certificates with what the provider says by another way';

/** A provider whose metadata Cognito fetches: nothing of ours changes, so its document is looked at and no more. */
async function lookAtUrl(
  { say }: Context,
  { provider, flags, expected }: { provider: SamlProvider; flags: MetadataFlags; expected: Expecting },
): Promise<CommandResult> {
  const { url = '', of } = provider;
  if (flags.metadata !== undefined || flags.assertion !== undefined || flags.switched)
    throw usageError(
      `Cognito fetches the metadata of ${of} from ${url}, and takes what is there`,
      'to hold two certificates in a document of ours, use metadataFile instead: docs/rotation.md',
    );
  say(`looking at ${url}`);
  const { problems, checked } = checkDocument(await readSource(url, 'the metadata'), expected);
  if (!checked) throw refusal(url, problems);
  return {
    data: { provider: of, state: 'published', url, certificates: shown(checked.certificates) },
    text: [
      `${of}: Cognito fetches ${url} every six hours or before it expires; nothing was changed`,
      lines(checked.certificates, () => 'published'),
      describeSigner(checked),
      'the provider has to publish both certificates for six hours or longer before it switches',
    ].join('\n'),
  };
}

const shown = (certificates: readonly SigningCertificate[]) =>
  certificates.map(({ fingerprint, until }) => ({ fingerprint, expires: until }));

type Expecting = Parameters<typeof checkDocument>[1];

/** The new document and the assertion, looked at before anything is changed. Throws a usage error with all problems. */
async function inputs(
  flags: MetadataFlags,
  {
    seen,
    documents,
    expected,
  }: { seen: readonly Seen[]; documents: readonly Metadata[]; expected: Expecting },
): Promise<{ next?: Checked | undefined; proof?: Proof | undefined }> {
  const given =
    flags.metadata === undefined
      ? undefined
      : checkDocument(await readSource(flags.metadata, 'the metadata'), expected);
  if (given && !given.checked) throw refusal(flags.metadata as string, given.problems);
  const next = given?.checked;
  if (flags.assertion === undefined) return { next };
  const known = [...documents.flatMap((one) => certificatesOf(one)), ...(next?.certificates ?? [])];
  const text = await readSource(flags.assertion, 'the assertion');
  try {
    const proof = readAssertion(text, {
      known,
      entityId: expected.inUse.entityId,
      audiences: seen.map(({ poolId }) => `urn:amazon:cognito:sp:${poolId}`),
      now: expected.now,
    });
    return { next, proof };
  } catch (error) {
    throw usageError(
      `the response in ${flags.assertion} ${messageOf(error)}`,
      'take one of a sign-in of these minutes',
    );
  }
}

/** Documents of every region, which are of one provider. Throws a usage error otherwise. */
function documentsOf({ of }: SamlProvider, seen: readonly Seen[], file: DocumentFile): Metadata[] {
  const fetched = seen.filter(({ document }) => document === undefined);
  if (fetched.length > 0)
    throw usageError(
      `Cognito still fetches the metadata of ${of} in ${fetched.map(({ region }) => region).join(', ')}`,
      'roll out the document that its file names first',
    );
  const parse = (text: string, where: string) => {
    try {
      return read(text);
    } catch (error) {
      throw usageError(
        `the document of ${of} ${where}: ${messageOf(error)}`,
        'put the right one there, and roll it out',
      );
    }
  };
  const documents = [
    ...seen.map(({ document = '', region }) => parse(document, `in ${region}`)),
    parse(file.read(), `in its file`),
  ];
  const ids = [...new Set(documents.map(({ entityId }) => entityId))];
  if (ids.length > 1)
    throw usageError(
      `the documents of ${of} are of several providers: ${ids.join(', ')}`,
      'roll out its file first',
    );
  return documents;
}

const words: Record<RotationEnd['outcome'], string> = {
  rotated: 'Cognito goes by the new certificates alone, in every region',
  waiting:
    'Cognito accepts the old certificates and the new ones, in every region, until the provider has switched',
  unchanged: 'nothing is to be changed',
  stopped: 'the file is changed, and its rollout did not come to its end: run the same command again',
};

const advice = (flags: MetadataFlags) =>
  `have the provider switch; then: npx fleet rotate saml-metadata --env ${flags.env} ` +
  `${flags.tenant === undefined ? '--staff' : `--tenant ${flags.tenant}`} --assertion <a SAMLResponse of a sign-in>`;

/** `fleet rotate saml-metadata` */
export async function rotateSamlMetadata(context: Context, flags: MetadataFlags): Promise<CommandResult> {
  const { root } = context.workspace;
  const loaded = pickEnvironment(validConfiguration(root), flags.env);
  const { environment } = loaded;
  const provider = pickProvider(samlProviders(loaded), environment.name, flags);
  const signedBy = await pinned(flags.signedBy);
  const pools = poolAccess(environment, operateRole(environment));
  const look = () => lookAt(pools, provider);
  const seen = await look();
  const now = new Date();
  const { expiryNoticeDays: noticeDays } = environment.rotation;
  if (provider.file === undefined)
    return lookAtUrl(context, {
      provider,
      flags,
      expected: { inUse: inUseOf(seen, []), signedBy, now, noticeDays },
    });
  const file = documentFile(root, provider.file);
  const documents = documentsOf(provider, seen, file);
  const expected = { inUse: inUseOf(seen, documents), signedBy, now, noticeDays };
  const { next, proof } = await inputs(flags, { seen, documents, expected });

  const { of, places, tenant } = provider;
  context.say(
    `${of} of ${environment.name}, in ${places.map(({ region, account }) => `${region} (${account})`).join(', ')}`,
  );
  if (next) context.say(`${lines(next.certificates, () => 'new document')}\n${describeSigner(next)}`);
  if (!flags.yes) await confirm(environment.name);
  const { parallel, yes } = flags;
  return runSteps(
    context,
    { command: 'rotate saml-metadata', environment, subject: tenant ?? staffSubject },
    async (run) => {
      const end = await rotateMetadata(run, {
        name: of,
        file,
        look,
        rollOut: () =>
          tenant === undefined
            ? rollOut(context, { env: environment.name, stack: ['internal'], parallel, ...(yes && { yes }) })
            : rollOutTenant(context, { env: environment.name, tenant, parallel, yes }),
        next,
        proof,
        stated: flags.switched ?? false,
        now,
      });
      const after = read(file.read());
      const { outcome, proofs, rollout } = end;
      const carried = certificatesOf(after, true);
      return {
        data: {
          environment: environment.name,
          provider: of,
          run: run.run,
          outcome,
          certificates: [
            ...shown(certificatesOf(after, false)).map((one) => ({ ...one, carried: false })),
            ...shown(carried).map((one) => ({ ...one, carried: true })),
          ],
          proofs,
          rollout: rollout?.data,
        },
        text: [
          ...(outcome === 'stopped' && rollout ? [rollout.text] : []),
          `${of}: ${words[outcome]}`,
          lines(certificatesOf(after), (one) =>
            carried.includes(one) ? 'old, until the provider has switched' : '',
          ),
          ...proofs.map((what) => `proof: ${what}`),
          ...(outcome === 'waiting' ? [advice(flags)] : []),
          ...(outcome === 'unchanged'
            ? []
            : [`commit ${provider.file}; its steps: npx fleet ledger show ${run.run}`]),
        ].join('\n'),
        exitCode: outcome === 'stopped' ? (rollout?.exitCode ?? exitCodes.failed) : exitCodes.done,
      };
    },
  );
}
