import { DOMParser, type Element } from '@xmldom/xmldom';

/** Parses a document. Throws if it is not well formed, or has a DTD, which SAML forbids. */
export function parseXml(text: string): Element {
  if (/<!DOCTYPE/i.test(text)) throw new Error('a document type is not allowed');
  const stop = (_level: string, message: string) => {
    throw new Error(message);
  };
  const root = new DOMParser({ onError: stop }).parseFromString(text, 'text/xml').documentElement;
  if (!root) throw new Error('the document is empty');
  return root;
}

/** The element's children with that local name and namespace. */
export const children = (parent: Element, namespace: string, name: string): Element[] =>
  [...parent.childNodes].filter(
    (node): node is Element =>
      node.nodeType === 1 &&
      (node as Element).localName === name &&
      (node as Element).namespaceURI === namespace,
  );

/** SAML 2.0's namespaces. */
export const samlProtocol = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const samlAssertion = 'urn:oasis:names:tc:SAML:2.0:assertion';
