import { X509Certificate } from 'node:crypto';
import { bare, toPem } from '../../certificate';
import type { Cognito } from '../call';
import { invalid } from '../errors';
import { children, parseXml } from './xml';

/** What Cognito takes from a provider's metadata document. */
export interface SamlMetadata {
  entityId: string;
  /** PEM; an assertion that one of them signed is the provider's. */
  certificates: string[];
  ssoRedirect: string;
  sloRedirect?: string | undefined;
}

const md = 'urn:oasis:names:tc:SAML:2.0:metadata';
const ds = 'http://www.w3.org/2000/09/xmldsig#';
const redirectBinding = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';

/**
 * Reads the metadata of one identity provider. Throws an Error that says what it lacks: Cognito needs the
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
  if (certificates.every((one) => new Date(new X509Certificate(one).validTo).getTime() <= now))
    throw new Error('Signing certificates are expired');
  return { entityId, certificates, ssoRedirect, sloRedirect: redirect('SingleLogoutService') };
}

/** The metadata that the details name or hold, fetched when it is a URL. Throws InvalidParameterException. */
export async function loadMetadata(
  { network, now }: Cognito,
  details: Record<string, string>,
): Promise<SamlMetadata> {
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
