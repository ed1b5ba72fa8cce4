import {
  readCertificate,
  type SigningCertificate,
} from '../../../../scripts/rotate/saml-metadata/certificate';
import { verifySignature } from '../../../../scripts/rotate/saml-metadata/signature';
import { parseXml } from '../../../../scripts/rotate/saml-metadata/xml';
import { entityId, keys, metadata, sign } from './documents';

const [old, next, stranger] = [keys.old, keys.next, keys.stranger].map(
  ({ certificate }) => readCertificate(certificate) as SigningCertificate,
) as [SigningCertificate, SigningCertificate, SigningCertificate];

const verify = (xml: string, known = [old]) => verifySignature(xml, parseXml(xml), known);
const document = sign(metadata(), keys.old);

test('gives what was signed, and who signed it', () => {
  const { text, signer } = verify(document, [stranger, old]) ?? {};
  expect(signer).toEqual(old);
  expect(parseXml(text ?? '').getAttribute('entityID')).toBe(entityId);
  expect(text).not.toContain('SignatureValue');
});
