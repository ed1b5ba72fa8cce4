import { bare, selfSigned } from '../../../../local/certificate';
import { readMetadata } from '../../../../local/cognito/federation/saml-metadata';

const now = Date.now();
const { certificate } = selfSigned('idp', 1, now);
const expired = selfSigned('idp', -1, now).certificate;

const key = (pem: string, use = 'signing') =>
  `<md:KeyDescriptor use="${use}"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${bare(pem)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const endpoint = (name: string, binding = 'Redirect') =>
  `<md:${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${binding}" Location="https://idp/${name}"/>`;
const document = (inner: string, attributes = 'entityID="https://idp"') =>
  `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ${attributes}><md:IDPSSODescriptor>${inner}</md:IDPSSODescriptor></md:EntityDescriptor>`;

const sso = endpoint('SingleSignOnService');

test('gives the name, the signing certificates and the redirect endpoints', () => {
  const xml = document(key(certificate) + key(expired, 'encryption') + sso + endpoint('SingleLogoutService'));
  const found = readMetadata(xml, now);
  expect(found).toMatchObject({
    entityId: 'https://idp',
    ssoRedirect: 'https://idp/SingleSignOnService',
    sloRedirect: 'https://idp/SingleLogoutService',
  });
  expect(found.certificates.map(bare)).toEqual([bare(certificate)]);
});

test.each([
  ['nothing of a provider', '<a/>', 'no EntityDescriptor'],
  ['no name', document(key(certificate) + sso, ''), 'no entityID'],
  [
    'no redirect binding',
    document(key(certificate) + endpoint('SingleSignOnService', 'POST')),
    'HTTP-Redirect',
  ],
  ['no certificate', document(key(certificate, 'encryption') + sso), 'no signing certificate'],
  ['none but expired certificates', document(key(expired) + sso), 'Signing certificates are expired'],
  ['a document type', `<!DOCTYPE x [<!ENTITY e "x">]>${document(key(certificate) + sso)}`, 'document type'],
  ['broken XML', '<md:EntityDescriptor', ''],
])('is refused with %s', (_, xml, why) => {
  expect(() => readMetadata(xml, now)).toThrow(why);
});
