import { XMLSerializer } from '@xmldom/xmldom';
import { readCertificate, type SigningCertificate } from './certificate';
import { signatureOf } from './signature';
import { children, type Element, isNamed, namespaces, parseXml } from './xml';

/** A key with which the provider signs, or will sign. */
export interface SigningKey {
  element: Element;
  /** One that is no certificate is undefined. */
  certificates: (SigningCertificate | undefined)[];
  /** It was put in here, since the provider's own document no longer has it. */
  carried: boolean;
}

/** What a provider's metadata document says. Whatever is not there is undefined or empty; nothing has been judged yet. */
export interface Metadata {
  /** Its EntityDescriptor, if that is what it is. */
  root: Element;
  entityId: string | undefined;
  /** IDPSSODescriptor elements that speak SAML 2.0. */
  roles: Element[];
  keys: SigningKey[];
  /** Where browsers are sent to. */
  endpoints: { service: string; binding: string; location: string }[];
  /** `validUntil` attributes. */
  ends: string[];
}

const { metadata: md, signature: ds, protocol } = namespaces;

/** The only binding with which Cognito sends somebody to a provider (details `SSORedirectBindingURI`, `SLORedirectBindingURI`). */
const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

/** Marks a key that the provider's own document no longer has. A comment means nothing to whoever reads the metadata. */
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

/** Where the provider lets Cognito send browsers to. */
export const redirectOf = ({ endpoints }: Pick<Metadata, 'endpoints'>, service: string): string | undefined =>
  endpoints.find((one) => one.service === service && one.binding === redirectBinding)?.location;

const textOf = (root: Element): string => `${new XMLSerializer().serializeToString(root).trim()}\n`;

const keyText = ({ base64 }: SigningCertificate) =>
  `<md:KeyDescriptor xmlns:md="${md}" xmlns:ds="${ds}" use="signing"><!--${carriedMark}-->` +
  `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;

/**
 * The provider's document with certificates of its former one, these first. Its signature goes, since it is of the document as
 * it was; who signed it has been looked at before.
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

/** A document without what was carried over. */
export function withoutCarried(text: string): string {
  const root = parseXml(text);
  for (const { element, carried } of readMetadata(root).keys)
    if (carried) element.parentNode?.removeChild(element);
  return textOf(root);
}
