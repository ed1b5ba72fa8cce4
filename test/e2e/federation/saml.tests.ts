import {
  DescribeIdentityProviderCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Browser, formOf, type Page } from '../../support/browser';
import { startLocal } from '../cognito/harness';
import { type App, broughtBack, callback, signedOut } from '../cognito/hosted';
import {
  ada,
  atProvider,
  newApp,
  newSamlProvider,
  newStaffPool,
  organisation,
  register,
  registerUser,
  type SamlApp,
} from './harness';

let local: Awaited<ReturnType<typeof startLocal>>;
let subject: string;

beforeAll(async () => {
  local = await startLocal();
  subject = await registerUser(local);
});
afterAll(() => local.end());

/** Creates a pool with Okta through SAML; `details` overrides the provider's details. */
async function newSite(prefix: string, details: Record<string, string> = {}) {
  const staff = await newStaffPool(local, prefix);
  const okta = await newSamlProvider(local, staff, details);
  return { ...staff, okta, app: await newApp(local, staff, ['okta-saml']) };
}

/** Signs in at the provider. Returns the page whose form contains the assertion. */
async function assertionFor(app: App, more: Record<string, string> = {}) {
  const browser = await app.browser();
  const page = await browser.get(app.authorizeUrl(more));
  return { browser, page: await atProvider(browser, page) };
}

/** Starts a sign-in at the provider, without a request from the app. */
async function unasked(app: App, okta: SamlApp, more: Record<string, string> = {}) {
  const browser = await app.browser();
  const RelayState = new URLSearchParams({
    identity_provider: 'okta-saml',
    client_id: app.clientId,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid email',
    ...more,
  });
  const query = new URLSearchParams({ RelayState: RelayState.toString() });
  const start = `https://${organisation}/app/${okta.app}/sso/saml?${query}`;
  return { browser, page: await atProvider(browser, await browser.get(start)) };
}

const xmlOf = (page: Page) => Buffer.from(formOf(page).fields.SAMLResponse ?? '', 'base64').toString();

/** Submits the assertion with a changed document. */
const submitChanged = (browser: Browser, page: Page, change: (xml: string) => string) =>
  browser.submit(page, { SAMLResponse: Buffer.from(change(xmlOf(page))).toString('base64') });

const refused = (why: string) => ({
  error: 'server_error',
  error_description: expect.stringContaining(why),
});

test('a sign-in works with a signed request and an encrypted assertion', async () => {
  const { app, pool } = await newSite('saml');
  const { browser, page } = await assertionFor(app, { nonce: 'n1' });
  const request = browser.history.find((url) => url.includes('SAMLRequest='));
  expect(request).toContain('&SigAlg=');
  expect(xmlOf(page)).toContain('EncryptedAssertion');
  expect(xmlOf(page)).not.toContain(ada.username);

  const { id, access } = await app.tokens(await browser.submit(page));
  expect(id).toMatchObject({
    'cognito:username': `okta-saml_${subject}`.toLowerCase(),
    'cognito:groups': [`${pool}_okta-saml`],
    email: ada.username,
    email_verified: true,
    'custom:department': 'Payments',
    'custom:groups': '[Everyone,On+call]',
    nonce: 'n1',
    identities: [{ userId: subject, providerName: 'okta-saml', providerType: 'SAML' }],
  });
  expect(access.username).toBe(id['cognito:username']);
});

test('Okta refuses an unsigned request', async () => {
  const { app, pool } = await newSite('unsigned');
  const input = { UserPoolId: pool, ProviderName: 'okta-saml' };
  const { IdentityProvider } = await local.sdk.send(new DescribeIdentityProviderCommand(input));
  const {
    RequestSigningAlgorithm: _,
    ActiveEncryptionCertificate: _certificate,
    ...ProviderDetails
  } = IdentityProvider?.ProviderDetails ?? {};
  await local.sdk.send(new UpdateIdentityProviderCommand({ ...input, ProviderDetails }));
  const browser = await app.browser();
  const page = await browser.get(app.authorizeUrl());
  expect([page.status, page.url.host]).toEqual([400, organisation]);
});

describe('an assertion is refused', () => {
  test('when it is submitted a second time', async () => {
    const { app, okta } = await newSite('replay');
    const { browser, page } = await unasked(app, okta);
    expect(broughtBack(await browser.submit(page)).code).toBeDefined();
    expect(broughtBack(await browser.submit(page))).toMatchObject(refused('has already been used'));
  });

  test('when it responds to a different request', async () => {
    const { app } = await newSite('swapped');
    const first = await assertionFor(app);
    const second = await assertionFor(app);
    const { SAMLResponse = '' } = formOf(first.page).fields;
    const back = broughtBack(await second.browser.submit(second.page, { SAMLResponse }));
    expect(back).toMatchObject(refused('is not a response to this request'));
  });

  test('when another browser submits it', async () => {
    const { app } = await newSite('csrf');
    const { page } = await assertionFor(app);
    const answer = await (await app.browser()).submit(page);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('Invalid state or session expired.');
  });

  test('when it is not encrypted but must be', async () => {
    const { app, okta } = await newSite('clear');
    await okta.configure({ encryptionCertificate: undefined });
    const { browser, page } = await assertionFor(app);
    expect(broughtBack(await browser.submit(page))).toMatchObject(refused('not encrypted'));
  });

  test('when it is for another audience or another recipient', async () => {
    const { app, okta, host } = await newSite('audience');
    await okta.configure({ audience: 'urn:amazon:cognito:sp:eu-central-1_another' });
    const other = await unasked(app, okta);
    expect(broughtBack(await other.browser.submit(other.page))).toMatchObject(refused('audience'));

    await okta.configure({ acsUrl: 'https://other.auth.eu-central-1.amazoncognito.com/saml2/idpresponse' });
    const { browser, page } = await unasked(app, okta);
    const { fields } = formOf(page);
    const back = await browser.post(`https://${host}/saml2/idpresponse`, fields);
    expect(broughtBack(back)).toMatchObject(refused('recipient'));
  });

  test('when its signature does not match the content, is missing, or is from another provider', async () => {
    const { app, okta, host } = await newSite('forged', { EncryptedResponses: 'false' });
    await okta.configure({ encryptionCertificate: undefined });
    const changes: ((xml: string) => string)[] = [
      (xml) => xml.replaceAll(ada.username, 'eve@acme.example'),
      (xml) => xml.replace(/<(\w+:)?Signature[\s>][\s\S]*?<\/(\w+:)?Signature>/g, ''),
    ];
    for (const change of changes) {
      const { browser, page } = await assertionFor(app);
      expect(change(xmlOf(page))).not.toBe(xmlOf(page));
      const back = broughtBack(await submitChanged(browser, page, change));
      expect(back).toMatchObject(refused('Invalid SAML response received'));
    }

    const evil = { host: 'evil.okta.example' };
    await register(local, 'users', { ...evil, ...ada, id: subject, password: 'theirs' });
    const audience = `urn:amazon:cognito:sp:${app.pool}`;
    await register(local, 'apps', {
      ...evil,
      id: okta.app,
      acsUrl: `https://${host}/saml2/idpresponse`,
      audience,
    });
    const { fields } = formOf((await unasked(app, okta)).page);
    const browser = await app.browser();
    const query = new URLSearchParams({ RelayState: fields.RelayState ?? '' });
    const start = await browser.get(`https://${evil.host}/app/${okta.app}/sso/saml?${query}`);
    const page = await browser.submit(start, { username: ada.username, password: 'theirs' });
    const back = broughtBack(await browser.submit(page));
    expect(back).toMatchObject(refused('Invalid SAML response received'));
  });

  test('when there is a second, unsigned assertion beside the signed one', async () => {
    const { app, okta } = await newSite('wrapped', { EncryptedResponses: 'false' });
    await okta.configure({ encryptionCertificate: undefined });
    const { browser, page } = await assertionFor(app);
    const back = await submitChanged(browser, page, (xml) => {
      const [assertion = ''] = /<(saml:)?Assertion[\s\S]*<\/(saml:)?Assertion>/.exec(xml) ?? [];
      const evil = assertion.replaceAll(subject, 'eve').replace(/ID="[^"]+"/, 'ID="_evil"');
      return xml.replace(assertion, `${evil}${assertion}`);
    });
    expect(broughtBack(back)).toMatchObject(refused('needs one assertion'));
  });
});

describe('a sign-in that starts at Okta', () => {
  test('works if it is allowed, with the state in its RelayState', async () => {
    const { app, okta } = await newSite('idp-first');
    const { browser, page } = await unasked(app, okta, { state: 'from-okta' });
    const back = await browser.submit(page);
    expect(broughtBack(back)).toEqual({ code: expect.any(String), state: 'from-okta' });
    const { code } = broughtBack(back);
    const fields = { grant_type: 'authorization_code', client_id: app.clientId, redirect_uri: callback };
    const { status, body } = await app.post('/oauth2/token', { ...fields, code: code ?? '' });
    expect([status, Object.keys(body)]).toEqual([200, expect.arrayContaining(['id_token', 'access_token'])]);
  });

  test('is refused if it is not allowed', async () => {
    const { app, okta } = await newSite('sp-first', { IDPInit: 'false' });
    const { browser, page } = await unasked(app, okta);
    expect(broughtBack(await browser.submit(page))).toMatchObject(refused('is not allowed for okta-saml'));
  });

  test.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['a foreign redirect URI', { redirect_uri: 'https://evil.example/' }],
    ['a foreign scope', { scope: 'openid phone' }],
    ['a provider that the client does not have', { identity_provider: 'other' }],
  ])('ends on an error page with %s', async (what, more) => {
    const { app, okta } = await newSite(`bad-${what.split(' ').at(-1)?.toLowerCase()}`);
    const { browser, page } = await unasked(app, okta, more);
    const answer = await browser.submit(page);
    expect([answer.status, answer.url.host]).toEqual([400, app.host]);
  });
});

test('a sign-out also ends the session at Okta, and only the response to it redirects the user back', async () => {
  const { app } = await newSite('bye');
  const { browser, page } = await assertionFor(app);
  await browser.submit(page);
  const query = new URLSearchParams({ client_id: app.clientId, logout_uri: signedOut });
  const posted = await browser.get(`https://${app.host}/logout?${query}`);
  expect(posted.url.host).toBe(organisation);
  const forged = await browser.submit(posted, { RelayState: 'another' });
  expect(forged.status).toBe(400);
  expect((await browser.submit(posted)).url.href).toBe(signedOut);
  // There is no session left in the pool or at Okta.
  expect((await browser.get(app.authorizeUrl())).url.pathname).toBe('/login/login.htm');
});
