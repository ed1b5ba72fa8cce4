import fc from 'fast-check';
import { readMetadata as readAsCognito } from '../../../../local/cognito/federation/saml-metadata';
import {
  readCertificate,
  type SigningCertificate,
} from '../../../../scripts/rotate/saml-metadata/certificate';
import {
  certificatesOf,
  readMetadata,
  withCarried,
  withoutCarried,
} from '../../../../scripts/rotate/saml-metadata/metadata';
import { parseXml } from '../../../../scripts/rotate/saml-metadata/xml';
import { keys, metadata, now, sign } from './documents';

const read = ({ certificate }: { certificate: string }) => readCertificate(certificate) as SigningCertificate;
const [old, next, later] = [read(keys.old), read(keys.next), read(keys.later)];
const parsed = (text: string) => readMetadata(parseXml(text));
const names = (text: string, carried?: boolean) =>
  certificatesOf(parsed(text), carried).map(({ fingerprint }) => fingerprint);

test('carried-over certificates come first, and can be told from the provider’s own', () => {
  const both = withCarried(sign(metadata(), keys.old), [old, later]);
  expect(names(both)).toEqual([old, later, next].map(({ fingerprint }) => fingerprint));
  expect(names(both, true)).toEqual([old, later].map(({ fingerprint }) => fingerprint));
  expect(names(both, false)).toEqual([next.fingerprint]);
  // For a changed document it would be wrong.
  expect(both).not.toContain('SignatureValue');
});

test('Cognito reads all of them, and everything else as it was', () => {
  const before = readAsCognito(metadata(), now.getTime());
  const { certificates, ...rest } = readAsCognito(withCarried(metadata(), [old]), now.getTime());
  expect(certificates).toHaveLength(2);
  expect({ ...rest, certificates: certificates.slice(1) }).toEqual(before);
});

test('a comment by the provider marks nothing, and our mark in another key does not mark this one', () => {
  const text = metadata({ inner: '<!-- carried over -->' });
  expect(names(text, true)).toEqual([]);
});

test('whatever is carried over, without it the document says what it did before; twice is the same as once', () => {
  fc.assert(
    fc.property(
      fc.subarray([old, later]),
      fc.subarray([keys.next, keys.stranger], { minLength: 1 }),
      (carried, own) => {
        const document = metadata({ certificates: own });
        const dropped = withoutCarried(withCarried(document, carried));
        expect(dropped).toBe(withCarried(document, []));
        expect(withoutCarried(dropped)).toBe(dropped);
      },
    ),
    { numRuns: 30 },
  );
});
