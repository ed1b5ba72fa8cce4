import { createSecretKey } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Provider } from '../../../../local/cognito/federation/model';
import { oidcIdentity } from '../../../../local/cognito/federation/oidc';
import type { DomainRequest } from '../../../../local/cognito/oauth/domain-request';
import { Network } from '../../../../local/network';

const issuer = 'https://acme.okta.example';
const now = 1_800_000_000_000;
const seconds = now / 1000;

const provider = {
  ProviderName: 'okta-oidc',
  ProviderType: 'OIDC',
  ProviderDetails: {
    oidc_issuer: issuer,
    client_id: 'c1',
    client_secret: 's1',
    token_url: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    attributes_url: `${issuer}/userinfo`,
  },
  AttributeMapping: { username: 'sub' },
} as unknown as Provider;

const good = { iss: issuer, aud: 'c1', sub: 'ada', nonce: 'n1', iat: seconds, exp: seconds + 60 };

let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let others: typeof keys;

beforeAll(async () => {
  keys = await generateKeyPair('RS256');
  others = await generateKeyPair('RS256');
});

const signed = (claims: JWTPayload, key: Parameters<SignJWT['sign']>[0] = keys.privateKey, alg = 'RS256') =>
  new SignJWT(claims).setProtectedHeader({ alg, kid: 'k1' }).sign(key);

/** The sign-in that returns this ID token, and what was sent to the token endpoint. */
async function identify(idToken: string, { query = 'code=abc', info = { sub: 'ada' } as object } = {}) {
  const sent: string[] = [];
  const network = new Network();
  network.fetch = async (url, { body } = {}) => {
    if (url.endsWith('/token')) {
      sent.push(String(body ?? ''));
      return Response.json({ id_token: idToken, access_token: 'a1' });
    }
    if (url.endsWith('/userinfo')) return Response.json(info);
    return Response.json({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256' }] });
  };
  const request = {
    cognito: { network, now: () => now },
    query: new URLSearchParams(query),
    origin: 'https://staff.auth.eu-central-1.amazoncognito.com',
  } as unknown as DomainRequest;
  return { sent, identity: await oidcIdentity(request, provider, { nonce: 'n1' }) };
}

test('a valid token names the user, with what userinfo adds', async () => {
  const { identity, sent } = await identify(await signed(good), { info: { sub: 'ada', groups: ['a'] } });
  expect(identity).toMatchObject({ provider, subject: 'ada', attributes: { sub: 'ada', groups: ['a'] } });
  expect(Object.fromEntries(new URLSearchParams(sent[0]))).toEqual({
    grant_type: 'authorization_code',
    code: 'abc',
    client_id: 'c1',
    client_secret: 's1',
    redirect_uri: 'https://staff.auth.eu-central-1.amazoncognito.com/oauth2/idpresponse',
  });
});

test.each([
  ['another issuer', { iss: 'https://evil.okta.example' }],
  ['another client', { aud: 'c2' }],
  ['several clients, and not for us', { aud: ['c1', 'c2'], azp: 'c2' }],
  ['another sign-in', { nonce: 'n2' }],
  ['no sign-in at all', { nonce: undefined }],
  ['the past', { exp: seconds - 1 }],
  ['no time', { exp: undefined }],
  ['no one', { sub: undefined }],
])('a token of %s is refused', async (_, change) => {
  const token = await signed({ ...good, ...change } as JWTPayload);
  await expect(identify(token)).rejects.toMatchObject({ error: 'server_error' });
});

test('a token that another key, the secret, or nobody signed is refused', async () => {
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(
    JSON.stringify(good),
  ).toString('base64url')}.`;
  const bySecret = await signed(good, createSecretKey(Buffer.from('s1'.repeat(16))), 'HS256');
  for (const token of [await signed(good, others.privateKey), bySecret, unsigned, 'nonsense'])
    await expect(identify(token)).rejects.toThrow('Invalid ID token');
});

test('userinfo about another user is refused', async () => {
  const token = await signed(good);
  await expect(identify(token, { info: { sub: 'eve' } })).rejects.toThrow('another user');
});

test.each([
  ['error=access_denied&error_description=no', { error: 'access_denied', message: 'no' }],
  ['state=x', { error: 'invalid_request' }],
])('an answer without a code is reported as it is: %s', async (query, error) => {
  await expect(identify(await signed(good), { query })).rejects.toMatchObject(error);
});
