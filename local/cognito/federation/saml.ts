import { randomUUID } from 'node:crypto';
import type { DomainRequest } from '../oauth/domain-request';
import { checkAssertion, invalidResponse, type ParsedAssertion } from './assertion';
import { type FederatedSignIn, FederationError } from './federation-protocol';
import type { FederatedIdentity, Provider } from './model';
import { pairKey } from './pool-federation';
import { acsPath, samlPeer } from './saml-peer';
import { children, parseXml, samlAssertion } from './xml';

/** Time limit for a provider's answer to a sign-out, in milliseconds. */
const patience = 5 * 60_000;

/** Maximum length of a response that Cognito accepts, in characters. */
const longest = 100_000;

const newId = () => `_${randomUUID()}`;

/** Sends browsers to a SAML provider with the HTTP-Redirect binding. */
export const saml: FederatedSignIn = {
  async start(request, { provider, pending, handle }) {
    const requestId = newId();
    pending.protocol = { provider: provider.ProviderName, requestId };
    const peer = await samlPeer(request, provider, { id: requestId, purpose: 'sign-in' });
    return { redirect: await peer.saml.getAuthorizeUrlAsync(handle, undefined, {}) };
  },

  async signOut(request, { provider, subject, returnTo }) {
    const { IDPSignout, SLORedirectBindingURI: endpoint } = provider.ProviderDetails;
    const { federation } = request.pool;
    const key = pairKey(provider.ProviderName, subject);
    const session = federation.sessions.get(key);
    if (IDPSignout !== 'true' || !endpoint || !session) return undefined;
    const requestId = newId();
    const { saml, metadata } = await samlPeer(request, provider, { id: requestId, purpose: 'sign-out' });
    const handle = randomUUID();
    const until = request.cognito.now() + patience;
    federation.logouts.set(handle, { provider: provider.ProviderName, requestId, returnTo, until });
    federation.sessions.delete(key);
    const user = {
      issuer: metadata.entityId,
      nameID: subject,
      nameIDFormat: session.format ?? '',
      sessionIndex: session.sessionIndex,
    };
    return { redirect: await saml.getLogoutUrlAsync(user, handle, {}) };
  },
};

/** Whether a response's only assertion is encrypted. Throws unless there is exactly one. */
function isEncrypted(response: string): boolean {
  const root = parseXml(response);
  const plain = children(root, samlAssertion, 'Assertion').length;
  const encrypted = children(root, samlAssertion, 'EncryptedAssertion').length;
  if (plain + encrypted !== 1) throw new Error('the response needs one assertion.');
  return encrypted === 1;
}

/** An attribute's value: text, or a list if there are several. Structured values are left out. */
const texts = (value: unknown): string | string[] | undefined => {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  return typeof value === 'string' ? value : undefined;
};

/**
 * The user's identity according to the provider, from the response that the browser posted. `requestId` is undefined
 * for a sign-in that began at the provider, which IDPInit must allow.
 * Throws FederationError when the assertion is not signed by the provider, not for this pool, not for this
 * sign-in, outside its validity period, already used, or unencrypted although the provider must encrypt.
 */
export async function samlIdentity(
  request: DomainRequest,
  provider: Provider,
  requestId: string | undefined,
): Promise<FederatedIdentity> {
  const { cognito, pool, form, origin } = request;
  const { ProviderDetails: details, ProviderName: name } = provider;
  const SAMLResponse = form.get('SAMLResponse') ?? '';
  if (SAMLResponse.length > longest) throw invalidResponse('it is too long.');
  if (requestId === undefined && details.IDPInit !== 'true')
    throw invalidResponse(`sign-in that begins at the provider is not allowed for ${name}.`);
  try {
    const encrypted = isEncrypted(Buffer.from(SAMLResponse, 'base64').toString());
    if (details.EncryptedResponses === 'true' && !encrypted)
      throw new Error('the assertion is not encrypted.');
    const { saml, metadata } = await samlPeer(request, provider, { purpose: 'sign-in' });
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse });
    if (!profile?.nameID || !profile.getAssertion) throw new Error('the assertion names no user.');
    const { id, until } = checkAssertion(profile.getAssertion() as ParsedAssertion, {
      issuer: metadata.entityId,
      recipient: `${origin}${acsPath}`,
      requestId,
      now: cognito.now(),
    });
    useUp(request, name, id, until);
    const { nameID: subject, nameIDFormat: format, sessionIndex } = profile;
    pool.federation.sessions.set(pairKey(name, subject), { format, sessionIndex });
    const given = Object.entries((profile.attributes ?? {}) as Record<string, unknown>);
    const attributes = Object.fromEntries(given.map(([key, value]) => [key, texts(value)]));
    return { provider, subject, attributes };
  } catch (error) {
    if (error instanceof FederationError) throw error;
    throw invalidResponse((error as Error).message);
  }
}

/** An assertion is good for one sign-in. */
function useUp({ cognito, pool }: DomainRequest, provider: string, id: string, until: number): void {
  const { usedAssertions } = pool.federation;
  const now = cognito.now();
  for (const [key, end] of usedAssertions) if (end <= now) usedAssertions.delete(key);
  const key = pairKey(provider, id);
  if (usedAssertions.has(key)) throw invalidResponse('the assertion has already been used.');
  usedAssertions.set(key, until);
}
