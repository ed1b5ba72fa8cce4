import fc from 'fast-check';
import {
  readCertificate,
  type SigningCertificate,
} from '../../../../scripts/rotate/saml-metadata/certificate';
import { verifySignature } from '../../../../scripts/rotate/saml-metadata/signature';
import { parseXml } from '../../../../scripts/rotate/saml-metadata/xml';
import { entityId, keys, metadata, sign } from './documents';

const read = ({ certificate }: { certificate: string }) => readCertificate(certificate) as SigningCertificate;
const [old, stranger] = [read(keys.old), read(keys.stranger)];

const verify = (xml: string, known = [old]) => verifySignature(xml, parseXml(xml), known);
const document = sign(metadata(), keys.old);

test('returns what was signed, and by whom', () => {
  const { text, signer } = verify(document, [stranger, old]) ?? {};
  expect(signer).toEqual(old);
  expect(parseXml(text ?? '').getAttribute('entityID')).toBe(entityId);
  expect(text).not.toContain('SignatureValue');
});

test.each<[string, string]>([
  ['by someone else, whose certificate it contains', sign(metadata(), keys.stranger)],
  ['with SHA-1', sign(metadata(), keys.old, { hash: 'sha1' })],
  ['that is missing', metadata()],
  ['without a value', document.replace(/<ds:SignatureValue>[^<]*/, '<ds:SignatureValue>')],
  [
    'of another part',
    sign(metadata().replace('<md:IDPSSODescriptor', '<md:IDPSSODescriptor ID="_role"'), keys.old, {
      element: "//*[local-name(.)='IDPSSODescriptor']",
    }),
  ],
])('is not a signature: one %s', (_, xml) => {
  expect(verify(xml)).toBeUndefined();
});

test('a change of any letter or digit of what is read is noticed', () => {
  const inside = [
    document.indexOf('<md:EntityDescriptor'),
    document.indexOf('</md:EntityDescriptor'),
  ] as const;
  const letters = [...document].flatMap((char, index) =>
    /[a-zA-Z0-9]/.test(char) && index > inside[0] && index < inside[1] ? [index] : [],
  );
  fc.assert(
    fc.property(fc.constantFrom(...letters), (index) => {
      const char = document[index] as string;
      const changed = document.slice(0, index) + (char === 'x' ? 'y' : 'x') + document.slice(index + 1);
      let found: ReturnType<typeof verify>;
      try {
        found = verify(changed);
      } catch {
        // It is no longer XML.
        return;
      }
      const within = (from: string, to: string) =>
        index > document.indexOf(from) && index < document.indexOf(to);
      const original = verify(document)?.text;
      // The signature's certificate is not read, and its namespace is declared at the root, too; everything else counts.
      if (within('<ds:KeyInfo', '</ds:KeyInfo')) expect(found?.text).toBe(original);
      else if (within('<ds:Signature', '<ds:SignedInfo'))
        expect([undefined, original]).toContain(found?.text);
      else expect(found).toBeUndefined();
    }),
    { numRuns: 150 },
  );
});

describe('signature wrapping', () => {
  const root = /<md:EntityDescriptor[\s\S]*<\/md:EntityDescriptor>/;
  const [signed = ''] = root.exec(document) ?? [];
  const [signature = ''] = /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(signed) ?? [];
  const evil = metadata({ certificates: [keys.stranger] });

  test.each<[string, string]>([
    [
      'the signed document inside another one',
      evil
        .replace('</md:EntityDescriptor>', `<md:Extensions>${signed}</md:Extensions></md:EntityDescriptor>`)
        .replace('ID="_document"', 'ID="_evil"'),
    ],
    [
      'the same, with its signature outside',
      evil
        .replace('ID="_document"', 'ID="_evil"')
        .replace(
          />(?=\s*<md:IDPSSO)/,
          `>${signature}<md:Extensions>${signed.replace(signature, '')}</md:Extensions>`,
        ),
    ],
    [
      'both under one ID',
      evil.replace(
        />(?=\s*<md:IDPSSO)/,
        `>${signature}<md:Extensions>${signed.replace(signature, '')}</md:Extensions>`,
      ),
    ],
    ['a signature that covers nothing of it', evil.replace(/>(?=\s*<md:IDPSSO)/, `>${signature}`)],
  ])('does not help: %s', (_, xml) => {
    expect(verify(xml)).toBeUndefined();
  });
});

test.each(['<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', '<!doctype a SYSTEM "file:///etc/passwd"><a/>'])(
  'a document type is refused before anything is read: %s',
  (xml) => {
    expect(() => parseXml(xml)).toThrow('document type');
  },
);

test.each(['', 'metadata', '<a>', '<a></b>', '<a b=c/>', '<a/><b/>'])(
  'text that is not XML is refused: %s',
  (xml) => {
    expect(() => parseXml(xml)).toThrow(/it is/);
  },
);
