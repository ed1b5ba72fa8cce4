import type { DomainRequest } from '../oauth/domain-request';
import { PageError } from '../oauth/errors';
import { samlPeer } from './saml-peer';
import { children, parseXml, samlAssertion, samlProtocol } from './xml';

/** Where providers post their response to a sign-out. */
export const samlLogoutPath = '/saml2/logout';

const success = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/**
 * Returns the URL to which the browser goes once the provider has signed the user out: the one checked
 * when the sign-out began. Throws PageError if the response is not the provider's signed answer to it.
 */
export async function samlLogoutTarget(request: DomainRequest): Promise<string> {
  const { cognito, pool, form } = request;
  const handle = form.get('RelayState') ?? '';
  const logout = pool.federation.logouts.get(handle);
  const provider = pool.federation.providers.get(logout?.provider ?? '');
  if (!logout || !provider || logout.until <= cognito.now())
    throw new PageError('Invalid SAML logout response: no sign-out with this RelayState is in progress.');
  pool.federation.logouts.delete(handle);
  const SAMLResponse = form.get('SAMLResponse') ?? '';
  try {
    const { saml, metadata } = await samlPeer(request, provider, { purpose: 'sign-out' });
    const { loggedOut } = await saml.validatePostResponseAsync({ SAMLResponse });
    // The signature above covers the whole document.
    const root = parseXml(Buffer.from(SAMLResponse, 'base64').toString());
    const [status] = children(root, samlProtocol, 'Status').flatMap((one) =>
      children(one, samlProtocol, 'StatusCode'),
    );
    const [issuer] = children(root, samlAssertion, 'Issuer');
    if (!loggedOut || root.localName !== 'LogoutResponse') throw new Error('it is not a LogoutResponse');
    if (issuer?.textContent?.trim() !== metadata.entityId) throw new Error('it is from another issuer');
    if (root.getAttribute('InResponseTo') !== logout.requestId)
      throw new Error('it responds to another request');
    if (status?.getAttribute('Value') !== success) throw new Error('the provider did not sign the user out');
  } catch (error) {
    throw new PageError(`Invalid SAML logout response: ${(error as Error).message}.`);
  }
  return logout.returnTo;
}
