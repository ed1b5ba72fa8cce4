import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import type { DomainRequest } from '../oauth/domain-request';
import type { Provider, SamlMetadata } from './model';
import { samlKeys } from './pool-federation';
import { knownMetadata } from './saml-metadata';

/** Where providers post assertions. */
export const acsPath = '/saml2/idpresponse';

/**
 * The pool as a SAML service provider for one identity provider. `id` is the id of the next request. Sign-outs are
 * always signed, sign-ins if the provider requires it. An assertion may be signed by any of the metadata's certificates
 * ("valid if it matches any certificate in the SAML metadata": developer guide, "Things to know about
 * SAML IdPs"). Throws InvalidParameterException.
 */
export async function samlPeer(
  { cognito, pool, origin }: DomainRequest,
  { ProviderDetails: details }: Provider,
  { id = '', purpose }: { id?: string; purpose: 'sign-in' | 'sign-out' },
): Promise<{ saml: SAML; metadata: SamlMetadata }> {
  const metadata = await knownMetadata(cognito, pool, details);
  const { signing, encryption } = samlKeys(pool, cognito.now());
  const signs = purpose === 'sign-out' || details.RequestSigningAlgorithm === 'rsa-sha256';
  const saml = new SAML({
    issuer: `urn:amazon:cognito:sp:${pool.id}`,
    audience: `urn:amazon:cognito:sp:${pool.id}`,
    callbackUrl: `${origin}${acsPath}`,
    entryPoint: metadata.ssoRedirect,
    logoutUrl: metadata.sloRedirect,
    idpCert: metadata.certificates,
    identifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    disableRequestedAuthnContext: true,
    generateUniqueId: () => id,
    ...(signs && { privateKey: signing.privateKey, signatureAlgorithm: 'sha256' as const }),
    ...(details.EncryptedResponses === 'true' && { decryptionPvk: encryption.privateKey }),
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    // checkAssertion matches assertions to requests, using signed content only.
    validateInResponseTo: ValidateInResponseTo.never,
  });
  return { saml, metadata };
}
