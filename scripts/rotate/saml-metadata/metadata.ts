import { XMLSerializer } from '@xmldom/xmldom';
import { readCertificate, type SigningCertificate } from './certificate';
import { signatureOf } from './signature';
import { children, type Element, isNamed, namespaces, parseXml } from './xml';

/** A key with which the provider signs or is going to sign. */
export interface SigningKey {
  element: Element;
  /** Undefined for each entry that is not a valid certificate. */
  certificates: (SigningCertificate | undefined)[];
  /** We kept it, although the provider's own document no longer has it. */
  carried: boolean;
}

/** The content of a provider's metadata document. Missing parts are undefined or empty; nothing has been checked yet. */
export interface Metadata {
  /** Its EntityDescriptor, if that is what it is. */
  root: Element;
  entityId: string | undefined;
  /** IDPSSODescriptor elements that support SAML 2.0. */
  roles: Element[];
  keys: SigningKey[];
  /** Where browsers are sent. */
  endpoints: { service: string; binding: string; location: string }[];
  /** `validUntil` attributes. */
  ends: string[];
}

const { metadata: md, signature: ds, protocol } = namespaces;

/** The only binding by which Cognito sends users to a provider (`SSORedirectBindingURI`, `SLORedirectBindingURI`). */
const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

/** Marks a key that the provider's own document no longer has. Metadata consumers ignore comments. */
export const carriedMark = ' carried over until the provider has switched: fleet rotate saml-metadata ';

function keyOf(element: Element): SigningKey {
  const texts = [...element.getElementsByTagNameNS(ds, 'X509Certificate')].map(
    (one) => one.textContent ?? '',
  );
  const carried = [...element.childNodes].some(
    (node) => node.nodeType === 8 && node.nodeValue === carriedMark,
  );
  return { element, certificates: texts.map(readCertificate), carried };
}

/** Reads a document's elements. */
export function readMetadata(root: Element): Metadata {
  const speaks = (role: Element) =>
    (role.getAttribute('protocolSupportEnumeration') ?? '').split(/\s+/).includes(protocol);
  const roles = isNamed(root, md, 'EntityDescriptor')
    ? children(root, md, 'IDPSSODescriptor').filter(speaks)
    : [];
  return {
    root,
    entityId: root.getAttribute('entityID') || undefined,
    roles,
    keys: roles
      .flatMap((role) => children(role, md, 'KeyDescriptor'))
      .filter((key) => key.getAttribute('use') !== 'encryption')
      .map(keyOf),
    endpoints: roles.flatMap((role) =>
      ['SingleSignOnService', 'SingleLogoutService'].flatMap((service) =>
        children(role, md, service).map((one) => ({
          service,
          binding: one.getAttribute('Binding') ?? '',
          location: one.getAttribute('Location') ?? '',
        })),
      ),
    ),
    ends: [root, ...roles].map((one) => one.getAttribute('validUntil')).filter((end) => end !== null),
  };
}

/** Certificates of a document's keys: all, or only those that are, or are not, carried over. */
export const certificatesOf = ({ keys }: Pick<Metadata, 'keys'>, carried?: boolean): SigningCertificate[] =>
  keys
    .filter((key) => carried === undefined || key.carried === carried)
    .flatMap(({ certificates }) => certificates)
    .filter((certificate) => certificate !== undefined);

/** Where the provider lets Cognito send browsers. */
export const redirectOf = ({ endpoints }: Pick<Metadata, 'endpoints'>, service: string): string | undefined =>
  endpoints.find((one) => one.service === service && one.binding === redirectBinding)?.location;

const textOf = (root: Element): string => `${new XMLSerializer().serializeToString(root).trim()}\n`;

const keyText = ({ base64 }: SigningCertificate) =>
  `<md:KeyDescriptor xmlns:md="${md}" xmlns:ds="${ds}" use="signing"><!--${carriedMark}-->` +
  `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;

/**
 * The provider's new document, preceded by the certificates of its former one. The signature is removed, since it covered
 * the original document; it has already been verified.
 */
export function withCarried(text: string, carried: readonly SigningCertificate[]): string {
  const root = parseXml(text);
  const signature = signatureOf(root);
  if (signature) root.removeChild(signature);
  const [first] = readMetadata(root).keys;
  for (const certificate of carried)
    first?.element.parentNode?.insertBefore(
      (root.ownerDocument as NonNullable<Element['ownerDocument']>).importNode(
        parseXml(keyText(certificate)),
        true,
      ),
      first.element,
    );
  return textOf(root);
}

/** A document without the carried-over certificates. */
export function withoutCarried(text: string): string {
  const root = parseXml(text);
  for (const { element, carried } of readMetadata(root).keys)
    if (carried) element.parentNode?.removeChild(element);
  return textOf(root);
}
