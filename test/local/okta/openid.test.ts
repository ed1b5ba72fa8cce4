import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { host, password, startOrganisation } from './harness';

const redirectUri = 'https://acme.auth.eu-central-1.amazoncognito.com/oauth2/idpresponse';
let it: Awaited<ReturnType<typeof startOrganisation>>;

beforeAll(async () => {
  it = await startOrganisation();
  it.organisation.clients.set('app1', {
    clientId: 'app1',
    clientSecret: 'its-secret',
    redirectUris: [redirectUri],
  });
});
afterAll(() => it.okta.close());

const discover = async (issuer: string) =>
  (await (await it.network.fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<
    string,
    string
  >;

const authorizeUrl = (endpoint: string | undefined, more: Record<string, string> = {}) =>
  `${endpoint}?${new URLSearchParams({
    client_id: 'app1',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email profile groups',
    state: 's1',
    nonce: 'n1',
    ...more,
  })}`;

const exchange = async (endpoint: string | undefined, code: string | null, secret = 'its-secret') => {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: redirectUri,
    client_id: 'app1',
    client_secret: secret,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = endpoint as string;
  const answer = await it.network.fetch(url, { method: 'POST', headers, body: body.toString() });
  return { status: answer.status, tokens: (await answer.json()) as Record<string, string> };
};

test.each(['', '/oauth2/default'])('a user signs in at the issuer https://<host>%s', async (mount) => {
  const issuer = `https://${host}${mount}`;
  const found = await discover(issuer);
  expect(found).toMatchObject({
    issuer,
    authorization_endpoint: `${issuer}/oauth2/v1/authorize`,
    token_endpoint: `${issuer}/oauth2/v1/token`,
    userinfo_endpoint: `${issuer}/oauth2/v1/userinfo`,
    jwks_uri: `${issuer}/oauth2/v1/keys`,
  });

  const browser = it.browser();
  const page = await browser.get(authorizeUrl(found.authorization_endpoint));
  expect((await browser.submit(page, { username: 'ada@acme.example', password: 'wrong' })).status).toBe(401);
  const back = await browser.submit(page, { username: 'ada@acme.example', password });
  expect(back.url.href.split('?')[0]).toBe(redirectUri);
  expect(back.url.searchParams.get('state')).toBe('s1');

  const code = back.url.searchParams.get('code');
  expect((await exchange(found.token_endpoint, code, 'not-it')).status).toBe(401);
  const { tokens } = await exchange(found.token_endpoint, code);
  const jwks = createRemoteJWKSet(new URL(found.jwks_uri as string), { [customFetch]: it.network.fetch });
  const { payload } = await jwtVerify(tokens.id_token as string, jwks, { issuer, audience: 'app1' });
  expect(payload).toMatchObject({ sub: it.user.id, nonce: 'n1' });

  const headers = { authorization: `Bearer ${tokens.access_token}` };
  const info = await it.network.fetch(found.userinfo_endpoint as string, { headers });
  expect(await info.json()).toEqual({
    sub: it.user.id,
    preferred_username: 'ada@acme.example',
    email: 'ada@acme.example',
    email_verified: true,
    given_name: 'Ada',
    department: 'Payments',
    groups: ['Everyone', 'Approvers'],
  });

  // The organisation's session exists, so no password is needed.
  const again = await browser.get(authorizeUrl(found.authorization_endpoint, { state: 's2' }));
  expect(again.url.searchParams.get('state')).toBe('s2');
});

test('another redirect URI and an unknown client are refused on a page of the organisation', async () => {
  const { authorization_endpoint: endpoint } = await discover(`https://${host}`);
  const wrong: [string, string][] = [
    ['redirect_uri', 'https://evil.example/'],
    ['client_id', 'app2'],
  ];
  for (const [name, value] of wrong) {
    const page = await it.browser().get(authorizeUrl(endpoint, { [name]: value }));
    expect([page.status, page.url.host]).toEqual([400, host]);
  }
});

test('users of another organisation are unknown', async () => {
  const { authorization_endpoint: endpoint } = await discover(`https://${host}`);
  const other = it.okta.organisations.of('other.okta.example');
  other.keepUser({ username: 'eve@other.example', password, attributes: {}, groups: [] });
  const browser = it.browser();
  const page = await browser.get(authorizeUrl(endpoint));
  expect((await browser.submit(page, { username: 'eve@other.example', password })).status).toBe(401);
});
