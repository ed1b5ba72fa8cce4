import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FleetError } from '../../../../scripts/cli/errors';
import {
  readCertificate,
  type SigningCertificate,
} from '../../../../scripts/rotate/saml-metadata/certificate';
import {
  documentsOf,
  inUseOf,
  newDocument,
  pinned,
  proofIn,
  refuseChanges,
} from '../../../../scripts/rotate/saml-metadata/inputs';
import { certificatesOf } from '../../../../scripts/rotate/saml-metadata/metadata';
import { publishedReport, rotationReport } from '../../../../scripts/rotate/saml-metadata/report';
import { entityId, keys, metadata, now } from './documents';

const read = ({ certificate }: { certificate: string }) => readCertificate(certificate) as SigningCertificate;
const folder = mkdtempSync(join(tmpdir(), 'fleet-saml-'));
afterAll(() => rmSync(folder, { recursive: true }));
function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const acme = {
  of: 'tenant acme',
  provider: 'tenant-saml',
  places: [],
  url: 'https://idp.acme.example/metadata',
};
const document = metadata({ certificates: [keys.old] });
const there = (region: string, text: string | undefined = document) => ({ region, document: text });
const usage = (message: RegExp) =>
  expect.objectContaining({ exitCode: 2, message: expect.stringMatching(message) });

/** What a function throws, or what a promise is rejected with. */
async function thrown(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('it threw nothing');
}

test('documents of one provider are accepted, the file separately from what Cognito has', () => {
  const found = documentsOf(acme, [there('a'), there('b')], metadata());
  expect(found.there).toHaveLength(2);
  expect(certificatesOf(found.file)).toEqual([read(keys.next)]);
  const inUse = inUseOf([{ sso: 'https://sso', slo: undefined }], found.there);
  // A file that has not been reviewed is no reason to trust a signature.
  expect(inUse).toEqual({
    entityId,
    certificates: [read(keys.old), read(keys.old)],
    sso: 'https://sso',
    slo: undefined,
  });
});

test.each<[string, Parameters<typeof documentsOf>[1], string, RegExp]>([
  [
    'a region in which Cognito fetches it',
    [there('a'), { region: 'b', document: undefined }],
    document,
    /still fetches .* in b$/,
  ],
  ['a file that is no XML', [there('a')], '<a', /the document of tenant acme in its file: it is not XML/],
  [
    'a region with another provider',
    [there('a'), there('b', metadata({ entityId: 'x' }))],
    document,
    /several providers/,
  ],
])('%s is bad input', async (_, seen, text, why) => {
  expect(await thrown(() => documentsOf(acme, seen, text))).toEqual(usage(why));
});

test('a refused document names everything that is wrong with it', async () => {
  const bad = file('bad.xml', metadata({ entityId: 'x', certificates: [keys.expired] }));
  const expected = { inUse: { entityId, certificates: [] }, now, noticeDays: 30 };
  const error = await thrown(() => newDocument(bad, expected));
  expect(error).toEqual(
    usage(/bad\.xml is refused, and nothing was changed:\n {2}it is from x[\s\S]*remedy: [\s\S]*expired/),
  );
  expect((error as FleetError).data).toMatchObject({ problems: [{}, {}] });
  await expect(newDocument(file('good.xml', metadata()), expected)).resolves.toMatchObject({
    signer: undefined,
  });
});

test('a certificate is pinned by a file that contains one', async () => {
  expect(await pinned(undefined)).toBeUndefined();
  expect(await pinned(file('old.pem', keys.old.certificate))).toEqual(read(keys.old));
  expect(await thrown(() => pinned(file('none.pem', keys.old.privateKey)))).toEqual(
    usage(/holds no certificate/),
  );
});

test('a response that proves nothing is bad input', async () => {
  const expected = { known: [], entityId, audiences: [], now };
  expect(await thrown(() => proofIn(file('r.txt', '<a/>'), expected))).toEqual(
    usage(/r\.txt is not a SAML response/),
  );
});

test('if Cognito fetches the metadata, no document is put in', async () => {
  expect(() => refuseChanges(acme, {})).not.toThrow();
  for (const flags of [{ metadata: 'm' }, { assertion: 'a' }, { switched: true }])
    expect(await thrown(() => refuseChanges(acme, flags))).toEqual(usage(/uses what is there/));
  const checked = { text: '', certificates: [read(keys.old), read(keys.next)], signer: undefined };
  const { data, text } = publishedReport(acme, checked);
  expect(data).toMatchObject({ outcome: 'published', certificates: [{}, {}] });
  for (const key of [keys.old, keys.next]) expect(text).toContain(read(key).fingerprint);
  expect(text).toMatch(/not signed: compare/);
});

test('a report says what is accepted, what to do next, and how an unfinished rollout ended', () => {
  const flags = { env: 'dev', tenant: 'acme', parallel: 2 };
  const found = documentsOf(acme, [there('a')], document).file;
  const more = { flags, run: 'run-1', document: found };
  const waiting = rotationReport(acme, { outcome: 'waiting', proofs: ['p'] }, more);
  expect(waiting.exitCode).toBe(0);
  expect(waiting.text).toMatch(
    /proof: p\nhave the provider switch; then: .* --env dev --tenant acme --assertion/,
  );
  const rollout = { data: {}, text: 'the guard blocked it', exitCode: 3 };
  const stopped = rotationReport(acme, { outcome: 'stopped', proofs: [], rollout }, more);
  expect([stopped.exitCode, stopped.text]).toEqual([3, expect.stringMatching(/^the guard blocked it\n/)]);
});
