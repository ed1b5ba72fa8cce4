import type { CommandResult } from '../../cli/context';
import { exitCodes } from '../../cli/errors';
import { table } from '../../cli/table';
import type { SigningCertificate } from './certificate';
import type { Checked } from './check';
import type { MetadataFlags } from './flags';
import { certificatesOf, type Metadata } from './metadata';
import type { SamlProvider } from './provider';
import type { RotationEnd } from './rotate-metadata';

const rows = (certificates: readonly SigningCertificate[], more: (one: SigningCertificate) => string) =>
  table(
    ['certificate (SHA-256)', 'expires', ''],
    certificates.map((one) => [one.fingerprint, one.until.toISOString().slice(0, 10), more(one)]),
  );

/** Describes a new document to the operator who is about to use it. */
export const describeDocument = ({ certificates, signer }: Checked): string =>
  [
    rows(certificates, () => 'new document'),
    signer
      ? `signed with certificate ${signer.fingerprint}`
      : 'not signed: compare the certificates with what the provider says through another channel',
  ].join('\n');

/** Reports what a provider publishes if Cognito fetches its metadata. */
export const publishedReport = ({ of, url }: SamlProvider, checked: Checked): CommandResult => ({
  data: {
    provider: of,
    outcome: 'published',
    url,
    certificates: checked.certificates.map(({ fingerprint, until }) => ({ fingerprint, expires: until })),
  },
  text: [
    `${of}: Cognito fetches ${url} every six hours or before it expires; nothing was changed`,
    describeDocument(checked),
    'no one is refused if the provider publishes both certificates for six hours before it switches',
  ].join('\n'),
});

const words: Record<RotationEnd['outcome'], string> = {
  rotated: 'Cognito uses only the new certificates, in every region',
  waiting:
    'Cognito accepts the old certificates and the new ones, in every region, until the provider has switched',
  unchanged: 'there is nothing to change',
  stopped: 'the file was changed, but its rollout did not finish: run the same command again',
};

const advice = ({ env, tenant }: MetadataFlags) =>
  `have the provider switch; then: npx fleet rotate saml-metadata --env ${env} ` +
  `${tenant === undefined ? '--staff' : `--tenant ${tenant}`} --assertion <file with the SAMLResponse of a sign-in>`;

/** How a rotation ended. */
export function rotationReport(
  { of, file }: SamlProvider,
  { outcome, proofs, rollout }: RotationEnd,
  { flags, run, document }: { flags: MetadataFlags; run: string; document: Metadata },
): CommandResult {
  const carried = certificatesOf(document, true);
  const all = [...certificatesOf(document, false), ...carried];
  return {
    data: {
      environment: flags.env,
      provider: of,
      run,
      outcome,
      certificates: all.map((one) => ({
        fingerprint: one.fingerprint,
        expires: one.until,
        carried: carried.includes(one),
      })),
      proofs,
      rollout: rollout?.data,
    },
    text: [
      ...(outcome === 'stopped' && rollout ? [rollout.text] : []),
      `${of}: ${words[outcome]}`,
      rows(all, (one) => (carried.includes(one) ? 'old, until the provider has switched' : '')),
      ...proofs.map((what) => `proof: ${what}`),
      ...(outcome === 'waiting' ? [advice(flags)] : []),
      ...(outcome === 'unchanged' ? [] : [`commit ${file}; its steps: npx fleet ledger show ${run}`]),
    ].join('\n'),
    exitCode: outcome === 'stopped' ? (rollout?.exitCode ?? exitCodes.failed) : exitCodes.done,
  };
}
