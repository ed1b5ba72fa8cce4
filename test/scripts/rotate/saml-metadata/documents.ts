import { SignedXml } from 'xml-crypto';
import { bare, type KeyAndCertificate, selfSigned } from '../../../../local/certificate';

export const now = new Date('2026-11-30T12:00:00Z');
export const entityId = 'https://idp.acme.example/metadata';
const days = 86_400_000;

// Keys cost 100 ms each, so every test of a file shares them.
const key = (name: string, validDays = 365) => selfSigned(name, validDays, now.getTime());
export const keys = {
  old: key('old'),
  next: key('next'),
  later: key('later'),
  stranger: key('stranger'),
  expired: key('expired', -1),
};

export interface DocumentParts {
  entityId?: string;
  /** Attributes of the root besides `ID` and `entityID`. */
  attributes?: string;
  certificates?: readonly (KeyAndCertificate | string)[];
  /** Whatever else is in the descriptor. */
  inner?: string;
  sso?: string;
  protocols?: string;
}

const redirect = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const post = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';

export const endpoint = (name: string, location: string, binding = redirect) =>
  `<md:${name} Binding="${binding}" Location="${location}"/>`;

export const keyDescriptor = (certificate: KeyAndCertificate | string, use = 'signing') =>
  `<md:KeyDescriptor${use && ` use="${use}"`}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n${
    typeof certificate === 'string' ? certificate : bare(certificate.certificate)
  }\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;

/** A provider's metadata document; nothing is wrong with it unless the parts say so. */
export function metadata({
  entityId: id = entityId,
  attributes = '',
  certificates = [keys.next],
  inner = '',
  sso = endpoint('SingleSignOnService', 'https://idp.acme.example/sso') +
    endpoint('SingleSignOnService', 'https://idp.acme.example/sso', post),
  protocols = 'urn:oasis:names:tc:SAML:2.0:protocol',
}: DocumentParts = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ID="_document" entityID="${id}"${attributes}>
  <md:IDPSSODescriptor protocolSupportEnumeration="${protocols}">
    ${certificates.map((one) => keyDescriptor(one)).join('\n    ')}
    ${inner}${endpoint('SingleLogoutService', 'https://idp.acme.example/slo')}
    ${sso}
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
`;
}

const algorithms = {
  sha256: ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2001/04/xmlenc#sha256'],
  sha1: ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'http://www.w3.org/2000/09/xmldsig#sha1'],
} as const;

/** Signs one element of a document, enveloped, with the certificate in it, as providers do. */
export function sign(
  xml: string,
  { privateKey, certificate }: KeyAndCertificate,
  { element = '/*', hash = 'sha256' as keyof typeof algorithms } = {},
): string {
  const [signatureAlgorithm, digestAlgorithm] = algorithms[hash];
  const signed = new SignedXml({
    privateKey,
    publicCert: certificate,
    signatureAlgorithm,
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  });
  signed.addReference({
    xpath: element,
    digestAlgorithm,
    transforms: [
      'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      'http://www.w3.org/2001/10/xml-exc-c14n#',
    ],
  });
  signed.computeSignature(xml, { location: { reference: element, action: 'prepend' }, prefix: 'ds' });
  return signed.getSignedXml();
}

export const inDays = (count: number) => new Date(now.getTime() + count * days).toISOString();
