import { X509Certificate } from 'node:crypto';
import { bare, toPem } from '../../certificate';
import type { Cognito } from '../call';
import { invalid } from '../errors';
import type { Pool } from '../model';
import type { SamlMetadata } from './model';
import { children, parseXml } from './xml';

/** "Automatically refreshes metadata every six hours or before the metadata expires" (developer guide, "Adding and managing SAML identity providers in a user pool"). */
const refreshed = 6 * 3_600_000;

/** Longest signing certificate (developer guide, "Things to know about SAML IdPs in Amazon Cognito user pools"). */
const longestCertificate = 4096;

const md = 'urn:oasis:names:tc:SAML:2.0:metadata';
const ds = 'http://www.w3.org/2000/09/xmldsig#';
const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

const expiryOf = (certificate: string) => new Date(new X509Certificate(certificate).validTo).getTime();

/**
 * Reads the metadata of one identity provider. Throws an Error that says what is missing: Cognito needs the
 * HTTP-Redirect binding for sign-in and a signing certificate that has not expired.
 */
export function readMetadata(xml: string, now: number): SamlMetadata {
  const root = parseXml(xml);
  const [descriptor] = children(root, md, 'IDPSSODescriptor');
  if (root.localName !== 'EntityDescriptor' || root.namespaceURI !== md || !descriptor)
    throw new Error('no EntityDescriptor with an IDPSSODescriptor');
  const redirect = (service: string) =>
    children(descriptor, md, service)
      .find((one) => one.getAttribute('Binding') === redirectBinding)
      ?.getAttribute('Location') ?? undefined;
  const ssoRedirect = redirect('SingleSignOnService');
  const entityId = root.getAttribute('entityID');
  if (!entityId) throw new Error('no entityID');
  if (!ssoRedirect) throw new Error('no SingleSignOnService with the HTTP-Redirect binding');
  const certificates = children(descriptor, md, 'KeyDescriptor')
    .filter((key) => key.getAttribute('use') !== 'encryption')
    .flatMap((key) => [...key.getElementsByTagNameNS(ds, 'X509Certificate')])
    .map((one) => toPem(bare(one.textContent ?? '')));
  if (!certificates.length) throw new Error('no signing certificate');
  if (certificates.some((one) => bare(one).length > longestCertificate))
    throw new Error(`a signing certificate is longer than ${longestCertificate} characters`);
  if (certificates.every((one) => expiryOf(one) <= now)) throw new Error('Signing certificates are expired');
  const ends = [root, descriptor].map((one) => Date.parse(one.getAttribute('validUntil') ?? ''));
  const validUntil = Math.min(...ends.map((end) => (Number.isNaN(end) ? Number.POSITIVE_INFINITY : end)));
  if (validUntil <= now) throw new Error('the document is no longer valid');
  return { entityId, certificates, ssoRedirect, sloRedirect: redirect('SingleLogoutService'), validUntil };
}

/** The metadata in the details, or at their URL. Throws InvalidParameterException. */
async function load({ network, now }: Cognito, details: Record<string, string>): Promise<SamlMetadata> {
  const { MetadataURL: url, MetadataFile: file } = details;
  try {
    if (!url) return readMetadata(file ?? '', now());
    const answer = await network.fetch(url);
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    return readMetadata(await answer.text(), now());
  } catch (error) {
    const from = url ? `Unable to read SAML metadata from ${url}` : 'Invalid SAML metadata in MetadataFile';
    throw invalid(`${from}: ${(error as Error).message}`);
  }
}

/** The metadata used for sign-in, read from the URL at most six hours ago. Throws InvalidParameterException. */
export async function knownMetadata(
  cognito: Cognito,
  { federation }: Pool,
  details: Record<string, string>,
): Promise<SamlMetadata> {
  const { MetadataURL: url = '' } = details;
  const known = federation.metadata.get(url);
  if (known && cognito.now() < known.until) return known.metadata;
  const metadata = await load(cognito, details);
  const until = Math.min(cognito.now() + refreshed, metadata.validUntil);
  if (url) federation.metadata.set(url, { metadata, until });
  return metadata;
}

/**
 * Reads the metadata of a provider being created or changed. "The signing certificate in your SAML provider metadata must not
 * be expired when you configure the SAML IdP" (developer guide, "Things to know about SAML IdPs"): none of them may be.
 * Throws InvalidParameterException.
 */
export async function newMetadata(
  cognito: Cognito,
  pool: Pool,
  details: Record<string, string>,
): Promise<SamlMetadata> {
  pool.federation.metadata.delete(details.MetadataURL ?? '');
  const metadata = await knownMetadata(cognito, pool, details);
  if (metadata.certificates.some((one) => expiryOf(one) <= cognito.now()))
    throw invalid('Invalid SAML metadata: a signing certificate is expired.');
  return metadata;
}
