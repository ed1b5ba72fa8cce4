import { type SigningCertificate, short } from './certificate';
import { type Signed, signatureOf, verifySignature } from './signature';
import { children, type Element, isNamed, namespaces, parseXml } from './xml';

/** What an assertion from a provider proves. Nothing about its subject is kept. */
export interface Proof {
  signer: SigningCertificate;
  /** When the provider issued it. */
  issued: Date;
}

const { protocol, assertion: saml } = namespaces;

/** Maximum age of a sign-in that can show how the provider signs now, in minutes. */
const oldest = 60;
/** Maximum clock skew, in minutes. */
const skew = 5;
const minute = 60_000;

/** The response, or only its assertion if just that is signed. */
function signedPart(xml: string, root: Element, known: readonly SigningCertificate[]): Signed | undefined {
  const [assertion] = children(root, saml, 'Assertion');
  for (const element of [root, assertion]) {
    const signed = element && verifySignature(xml, element, known);
    if (signed) return signed;
  }
  return undefined;
}

/** The response as posted (base64, perhaps still form-encoded) or as XML. */
function decode(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) return trimmed;
  const posted = trimmed.includes('%') ? decodeURIComponent(trimmed) : trimmed;
  return Buffer.from(posted, 'base64').toString();
}

function whyUnknown(root: Element): string {
  const [assertion] = children(root, saml, 'Assertion');
  if (signatureOf(root) || (assertion && signatureOf(assertion)))
    return 'is not signed with any certificate of the documents, or was changed since';
  return children(root, saml, 'EncryptedAssertion').length > 0
    ? 'has its only signature inside, encrypted for Cognito: have the provider sign responses, too, or state it with --switched'
    : 'is not signed';
}

/**
 * Finds the certificate with which a provider signed a real response (SAMLResponse), reading signed content only.
 * Throws an Error that says why it proves nothing.
 */
export function readAssertion(
  text: string,
  {
    known,
    entityId,
    audiences,
    now,
  }: {
    known: readonly SigningCertificate[];
    entityId: string | undefined;
    audiences: readonly string[];
    now: Date;
  },
): Proof {
  const xml = decode(text);
  const root = parseXml(xml);
  if (!isNamed(root, protocol, 'Response')) throw new Error('is not a SAML response');
  const signed = signedPart(xml, root, known);
  if (!signed) throw new Error(whyUnknown(root));
  const part = parseXml(signed.text);
  const issuer = children(part, saml, 'Issuer')[0]?.textContent?.trim();
  if (issuer !== entityId) throw new Error(`is from ${issuer}, but the provider is ${entityId}`);
  const assertion = isNamed(part, saml, 'Assertion') ? part : children(part, saml, 'Assertion')[0];
  const meant =
    assertion &&
    [...assertion.getElementsByTagNameNS(saml, 'Audience')].map((one) => one.textContent?.trim());
  if (meant && !meant.some((one) => one !== undefined && audiences.includes(one)))
    throw new Error(`is for ${meant.join(', ')}, which is not a pool of the provider`);
  const issued = new Date(part.getAttribute('IssueInstant') ?? '');
  if (Number.isNaN(issued.getTime())) throw new Error('does not say when it was issued');
  if (issued.getTime() > now.getTime() + skew * minute)
    throw new Error(`is dated ${issued.toISOString()}, which is in the future`);
  if (issued.getTime() < now.getTime() - oldest * minute)
    throw new Error(
      `is dated ${issued.toISOString()}, but must be from the last ${oldest} minutes to show how the provider signs now`,
    );
  return { signer: signed.signer, issued };
}

export const describeProof = ({ signer, issued }: Proof): string =>
  `an assertion of ${issued.toISOString()} is signed with ${short(signer)}`;
