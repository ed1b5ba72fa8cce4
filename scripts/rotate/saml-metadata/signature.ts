import { SignedXml } from 'xml-crypto';
import type { SigningCertificate } from './certificate';
import { children, type Element, namespaces } from './xml';

/** What a signature was found to cover, and whose it is. */
export interface Signed {
  /** The signed element in canonical form: nothing that is not signed is in it, so it alone is read from here on. */
  text: string;
  signer: SigningCertificate;
}

/** The element's own signature; undefined where it has none. */
export const signatureOf = (element: Element): Element | undefined =>
  children(element, namespaces.signature, 'Signature')[0];

const broken = /sha1$/;

function verify(xml: string, element: Element, signature: Element, pem: string): string | undefined {
  const signed = new SignedXml({ publicCert: pem });
  for (const algorithms of [signed.SignatureAlgorithms, signed.HashAlgorithms])
    for (const name of Object.keys(algorithms)) if (broken.test(name)) delete algorithms[name];
  // Another build of the same DOM than the library's own, which takes nodes of any.
  signed.loadSignature(signature as unknown as Parameters<SignedXml['loadSignature']>[0]);
  if (!signed.checkSignature(xml)) return undefined;
  const [text] = signed.getSignedReferences();
  const [reference] = signed.getReferences();
  const wanted =
    element.parentNode?.nodeType === 9
      ? ['', `#${element.getAttribute('ID')}`]
      : [`#${element.getAttribute('ID')}`];
  // What is signed has to be this very element, and not another one elsewhere in the document (signature wrapping).
  return text !== undefined && wanted.includes(reference?.uri ?? '') ? text : undefined;
}

/**
 * Looks whose signature an element has. SHA-1 counts as no signature.
 * @param xml the whole document, as it was received
 * @param element an element of it with a signature of its own
 * @returns undefined where it is of none of these, or covers something else
 */
export function verifySignature(
  xml: string,
  element: Element,
  known: readonly SigningCertificate[],
): Signed | undefined {
  const signature = signatureOf(element);
  if (!signature) return undefined;
  for (const signer of known)
    try {
      const text = verify(xml, element, signature, signer.pem);
      if (text !== undefined) return { text, signer };
    } catch {
      // Another key, another algorithm, or no proper signature.
    }
  return undefined;
}
