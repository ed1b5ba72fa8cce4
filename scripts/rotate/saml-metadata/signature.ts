import { SignedXml } from 'xml-crypto';
import type { SigningCertificate } from './certificate';
import { children, type Element, namespaces } from './xml';

/** What a signature covers, and who made it. */
export interface Signed {
  /** The signed element in canonical form: it contains nothing unsigned, so it alone is read from here on. */
  text: string;
  signer: SigningCertificate;
}

/** The element's own signature; undefined if it has none. */
export const signatureOf = (element: Element): Element | undefined =>
  children(element, namespaces.signature, 'Signature')[0];

const broken = /sha1$/;

function verify(xml: string, element: Element, signature: Element, pem: string): string | undefined {
  const signed = new SignedXml({ publicCert: pem });
  for (const algorithms of [signed.SignatureAlgorithms, signed.HashAlgorithms])
    for (const name of Object.keys(algorithms)) if (broken.test(name)) delete algorithms[name];
  // The library's types are for another build of the same DOM, but it accepts nodes of any.
  signed.loadSignature(signature as unknown as Parameters<SignedXml['loadSignature']>[0]);
  if (!signed.checkSignature(xml)) return undefined;
  const [text] = signed.getSignedReferences();
  const [reference] = signed.getReferences();
  const wanted =
    element.parentNode?.nodeType === 9
      ? ['', `#${element.getAttribute('ID')}`]
      : [`#${element.getAttribute('ID')}`];
  // The signature must cover this element, and not another one elsewhere in the document (signature wrapping).
  return text !== undefined && wanted.includes(reference?.uri ?? '') ? text : undefined;
}

/**
 * Finds the certificate that signed an element. SHA-1 counts as no signature.
 * @param xml the whole document, as received
 * @param element an element of it that has its own signature
 * @returns undefined if none of the certificates made the signature, or it covers something else
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
      // Another key, another algorithm, or a malformed signature.
    }
  return undefined;
}
