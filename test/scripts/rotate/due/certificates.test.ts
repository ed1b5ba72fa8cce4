import { bare, selfSigned } from '../../../../local/certificate';
import { certificateDates, signingCertificates } from '../../../../scripts/rotate/due/certificates';

const now = Date.now();
const [first, second] = [10, 20].map((days) => selfSigned('idp', days, now).certificate) as [string, string];
const key = (certificate: string, use?: string) =>
  `<md:KeyDescriptor${use ? ` use="${use}"` : ''}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n${bare(certificate)}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const days = (date: Date) => Math.round((date.getTime() - now) / 86_400_000);

test('metadata shows when each signing certificate expires, and no encryption certificates', () => {
  const xml = `<EntityDescriptor>${key(first, 'signing')}${key(second)}${key(first, 'encryption')}</EntityDescriptor>`;
  const found = signingCertificates(xml);
  expect(found.map(({ expires }) => days(expires))).toEqual([10, 20]);
  expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  for (const { fingerprint } of found) expect(fingerprint).toMatch(/^[0-9A-F]{2}(:[0-9A-F]{2}){3}$/);
});

test('a certificate is read with and without its PEM frame, and anything else gives nothing', () => {
  expect(certificateDates(first)).toEqual(certificateDates(bare(first)));
  expect(certificateDates('')).toBeUndefined();
  expect(
    signingCertificates(`<KeyDescriptor><X509Certificate>AAAA</X509Certificate></KeyDescriptor>`),
  ).toEqual([]);
  expect(signingCertificates('no metadata')).toEqual([]);
});
