import { DOMParser, type Element } from '@xmldom/xmldom';

export type { Element } from '@xmldom/xmldom';

/** Namespaces of SAML 2.0 and of XML signatures. */
export const namespaces = {
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
} as const;

/**
 * Parses a document. Throws if it is not well formed, or has a document type: a SAML document needs none, and its entities
 * could name files or grow without limit.
 */
export function parseXml(text: string): Element {
  if (/<!DOCTYPE|<!ENTITY/i.test(text))
    throw new Error('it has a document type (DTD), which SAML does not use');
  const stop = (_level: string, message: string) => {
    throw new Error(message);
  };
  try {
    const root = new DOMParser({ onError: stop }).parseFromString(text, 'text/xml').documentElement;
    if (root) return root;
  } catch (error) {
    throw new Error(`it is not XML: ${(error as Error).message.split('\n')[0]}`);
  }
  throw new Error('it is empty');
}

/** The element's own children of that name. */
export const children = (parent: Element, namespace: string, name: string): Element[] =>
  [...parent.childNodes].filter(
    (node): node is Element =>
      node.nodeType === 1 &&
      (node as Element).localName === name &&
      (node as Element).namespaceURI === namespace,
  );

export const isNamed = (element: Element, namespace: string, name: string): boolean =>
  element.localName === name && element.namespaceURI === namespace;
