import { messageOf, usageError } from '../../cli/errors';
import { type Proof, readAssertion } from './assertion';
import { readCertificate, type SigningCertificate } from './certificate';
import { type Checked, checkDocument, type Expected, type InUse, type Problem } from './check';
import type { MetadataFlags } from './flags';
import type { Seen } from './look';
import { certificatesOf, type Metadata, readMetadata } from './metadata';
import type { SamlProvider } from './provider';
import { readSource } from './source';
import { parseXml } from './xml';

const refusal = (source: string, problems: readonly Problem[]) =>
  usageError(
    [
      `${source} is refused, and nothing was changed:`,
      ...problems.map(({ what, remedy }) => `  ${what}\n    remedy: ${remedy}`),
    ].join('\n'),
    undefined,
    { problems },
  );

/** The certificate in `--signed-by`. Throws a usage error if the file has none. */
export async function pinned(file: string | undefined): Promise<SigningCertificate | undefined> {
  if (file === undefined) return undefined;
  const certificate = readCertificate(await readSource(file, 'the certificate'));
  if (!certificate) throw usageError(`${file} holds no certificate`, 'name a PEM file with one');
  return certificate;
}

/** A document that passes the checks. Throws a usage error listing everything that is wrong with it. */
export async function newDocument(source: string, expected: Expected): Promise<Checked> {
  const { problems, checked } = checkDocument(await readSource(source, 'the metadata'), expected);
  if (!checked) throw refusal(source, problems);
  return checked;
}

/** What an assertion proves. Throws a usage error if it proves nothing. */
export async function proofIn(file: string, expected: Parameters<typeof readAssertion>[1]): Promise<Proof> {
  const text = await readSource(file, 'the assertion');
  try {
    return readAssertion(text, expected);
  } catch (error) {
    throw usageError(
      `the response in ${file} ${messageOf(error)}`,
      'use one from a sign-in in the last few minutes',
    );
  }
}

/**
 * What Cognito uses in each region, and the file in the environment's folder: documents of one provider. Throws a usage
 * error otherwise.
 */
export function documentsOf(
  { of }: Pick<SamlProvider, 'of'>,
  seen: readonly Pick<Seen, 'document' | 'region'>[],
  file: string,
): { there: Metadata[]; file: Metadata } {
  const fetched = seen.filter(({ document }) => document === undefined);
  if (fetched.length > 0)
    throw usageError(
      `Cognito still fetches the metadata of ${of} in ${fetched.map(({ region }) => region).join(', ')}`,
      'first roll out the document that its file names',
    );
  const parse = (text: string, where: string) => {
    try {
      return readMetadata(parseXml(text));
    } catch (error) {
      throw usageError(
        `the document of ${of} ${where}: ${messageOf(error)}`,
        'put the right one there, and roll it out',
      );
    }
  };
  const there = seen.map(({ document = '', region }) => parse(document, `in ${region}`));
  const own = parse(file, 'in its file');
  const ids = [...new Set([...there, own].map(({ entityId }) => entityId))];
  if (ids.length > 1)
    throw usageError(
      `the documents of ${of} belong to several providers: ${ids.join(', ')}`,
      'roll out its file first',
    );
  return { there, file: own };
}

/** What is known of the provider in use: from its documents or, if Cognito fetches them, from its endpoints alone. */
export const inUseOf = (
  [first]: readonly Pick<Seen, 'sso' | 'slo'>[],
  documents: readonly Metadata[],
): InUse => ({
  entityId: documents[0]?.entityId,
  certificates: documents.flatMap((one) => certificatesOf(one)),
  sso: first?.sso,
  slo: first?.slo,
});

/** Throws a usage error when a change is requested for a provider whose metadata Cognito fetches itself. */
export function refuseChanges(
  { of, url }: Pick<SamlProvider, 'of' | 'url'>,
  { metadata, assertion, switched }: Pick<MetadataFlags, 'metadata' | 'assertion' | 'switched'>,
): void {
  if (metadata !== undefined || assertion !== undefined || switched)
    throw usageError(
      `Cognito fetches the metadata of ${of} from ${url}, and uses what is there`,
      'to hold two certificates in a document of ours, use metadataFile instead: docs/rotation.md',
    );
}
