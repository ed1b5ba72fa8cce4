import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUserGlobalSignOutCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  SetUICustomizationCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { totpCode, totpStep } from '../../../local/cognito/sign-in/totp';
import { formOf } from '../../support/browser';
import { newPool, newUser, password, permit, startLocal, uploadFunction } from './harness';
import { App, broughtBack, callback, newDomain, newWebClient, signedOut } from './hosted';

let local: Awaited<ReturnType<typeof startLocal>>;
let pool: string;
let app: App;
const ada = 'ada@example.com';

beforeAll(async () => {
  local = await startLocal();
  pool = await newPool(local);
  const host = await newDomain(local, pool, 'hosted');
  app = new App(local, pool, host, (await newWebClient(local, pool)).id);
  await newUser(local, pool, ada);
});
afterAll(() => local.end());

const credentials = { username: ada, password };

async function signIn(more: Record<string, string> = {}) {
  const browser = await app.browser();
  return { browser, page: await browser.submit(await browser.get(app.authorizeUrl(more)), credentials) };
}

describe('a user of the pool', () => {
  test('signs in on the page, stays signed in for a while, and the app gets tokens', async () => {
    const browser = await app.browser();
    const page = await browser.get(app.authorizeUrl({ nonce: 'n1', scope: 'openid email' }));
    expect([page.url.host, page.url.pathname]).toEqual([app.host, '/login']);
    const wrong = await browser.submit(page, { username: ada, password: 'wrong' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain('Incorrect username or password.');

    const back = await browser.submit(wrong, credentials);
    expect(broughtBack(back)).toEqual({ code: expect.any(String), state: 'xyz' });
    const { id, access } = await app.tokens(back);
    expect(id).toMatchObject({ email: ada, nonce: 'n1', token_use: 'id', at_hash: expect.any(String) });
    expect(access).toMatchObject({ scope: 'openid email', version: 2, username: id['cognito:username'] });

    const again = await browser.get(app.authorizeUrl({ state: 'second' }));
    expect(broughtBack(again)).toEqual({ code: expect.any(String), state: 'second' });
    expect((await app.tokens(again)).access.auth_time).toBe(access.auth_time);
    const asked = await browser.get(app.authorizeUrl({ prompt: 'login' }));
    expect(asked.url.pathname).toBe('/login');
  });

  test('reveals to the app only the claims of its scopes, at userInfo', async () => {
    const { page } = await signIn({ scope: 'openid email' });
    const { accessToken, id } = await app.tokens(page);
    const info = await app.post('/oauth2/userInfo', {}, { authorization: `Bearer ${accessToken}` });
    expect(info).toEqual({
      status: 200,
      body: { sub: id.sub, email: ada, email_verified: 'true', username: id['cognito:username'] },
    });
    expect((await app.post('/oauth2/userInfo', {}, { authorization: 'Bearer x.y.z' })).status).toBe(401);
  });

  test('gets neither an ID token nor userInfo without the scope openid', async () => {
    const { page } = await signIn({ scope: 'profile' });
    const { body } = await app.exchange(broughtBack(page).code);
    expect(Object.keys(body)).toEqual(['access_token', 'refresh_token', 'expires_in', 'token_type']);
    const info = await app.post('/oauth2/userInfo', {}, { authorization: `Bearer ${body.access_token}` });
    expect(info).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  test('stays signed in with the refresh token until it is revoked', async () => {
    const { page } = await signIn();
    const { refreshToken, id } = await app.tokens(page);
    const fields = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token: refreshToken };
    const fresh = await app.post('/oauth2/token', fields);
    expect(Object.keys(fresh.body)).toEqual(['id_token', 'access_token', 'expires_in', 'token_type']);

    const revoke = { client_id: app.clientId, token: refreshToken };
    expect(await app.post('/oauth2/revoke', revoke)).toEqual({ status: 200, body: '' });
    expect(await app.post('/oauth2/token', fields)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    const jwt = { client_id: app.clientId, token: 'a.b.c' };
    expect((await app.post('/oauth2/revoke', jwt)).body).toMatchObject({ error: 'unsupported_token_type' });
    expect(id.email).toBe(ada);
  });

  test('signs out, and is redirected only to the registered page', async () => {
    const { browser } = await signIn();
    const logout = (to: string) =>
      browser.get(
        `https://${app.host}/logout?${new URLSearchParams({ client_id: app.clientId, logout_uri: to })}`,
      );
    expect((await logout('https://evil.example/')).status).toBe(400);
    expect((await browser.get(app.authorizeUrl())).url.href).toContain(callback);
    expect((await logout(signedOut)).url.href).toBe(signedOut);
    expect((await browser.get(app.authorizeUrl())).url.pathname).toBe('/login');
    expect(broughtBack(await browser.get(app.authorizeUrl({ prompt: 'none' })))).toMatchObject({
      error: 'login_required',
    });
  });

  // The API reference of AdminUserGlobalSignOut: it does not clear the session cookie of the sign-in pages.
  test('is still signed in on the pages after a global sign-out, although all tokens are invalid', async () => {
    const { browser, page } = await signIn();
    const { refreshToken } = await app.tokens(page);
    await local.sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: pool, Username: ada }));
    const fields = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token: refreshToken };
    expect((await app.post('/oauth2/token', fields)).body.error).toBe('invalid_grant');
    expect(broughtBack(await browser.get(app.authorizeUrl())).code).toBeDefined();
  });

  test('gets no tokens while disabled, even with a session', async () => {
    const Username = 'eve@example.com';
    await newUser(local, pool, Username);
    const browser = await app.browser();
    await browser.submit(await browser.get(app.authorizeUrl()), { username: Username, password });
    await local.sdk.send(new AdminDisableUserCommand({ UserPoolId: pool, Username }));
    expect(broughtBack(await browser.get(app.authorizeUrl()))).toEqual({
      error: 'invalid_request',
      error_description: 'User is disabled.',
      state: 'xyz',
    });
    await local.sdk.send(new AdminEnableUserCommand({ UserPoolId: pool, Username }));
    expect(broughtBack(await browser.get(app.authorizeUrl())).code).toBeDefined();
  });
});

describe('further pages', () => {
  test('a temporary password must be replaced', async () => {
    const Username = 'new@example.com';
    await local.sdk.send(
      new AdminCreateUserCommand({ UserPoolId: pool, Username, TemporaryPassword: 'Temporary-1!' }),
    );
    const browser = await app.browser();
    const first = await browser.submit(await browser.get(app.authorizeUrl()), {
      username: Username,
      password: 'Temporary-1!',
    });
    const weak = await browser.submit(first, { password: 'weak' });
    expect(weak.body).toContain('Password did not conform with policy');
    expect((await app.tokens(await browser.submit(weak, { password }))).id.email).toBe(Username);
  });

  test('an authenticator app is set up if the pool requires a second factor, and asked for later', async () => {
    const strict = await newPool(local);
    await newUser(local, strict, ada);
    await local.sdk.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: strict,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    const secret = await newWebClient(local, strict, { GenerateSecret: true });
    const other = new App(local, strict, await newDomain(local, strict, 'strict'), secret.id);
    const authenticated = { client_secret: secret.secret };
    const first = await other.browser();
    const page = await first.submit(await first.get(other.authorizeUrl()), credentials);
    const key = /id="secret">([A-Z2-7]+)</.exec(page.body)?.[1] ?? '';
    const bad = await first.submit(page, { code: '000000' });
    expect(bad.body).toContain('Code mismatch');
    const back = await first.submit(bad, { code: totpCode(key, totpStep(Date.now())) });
    expect((await other.exchange(broughtBack(back).code, authenticated)).status).toBe(200);

    const second = await other.browser();
    const asked = await second.submit(await second.get(other.authorizeUrl()), credentials);
    expect(formOf(asked).fields.challenge).toBe('SOFTWARE_TOKEN_MFA');
    const next = totpCode(key, totpStep(Date.now()) + 1);
    const signedIn = await second.submit(asked, { code: next });
    expect((await other.exchange(broughtBack(signedIn).code, authenticated)).status).toBe(200);
  });

  test("the page has its pool's style, and nothing else can be injected", async () => {
    const CSS = '.submitButton-customizable { background-color: #123456; }';
    await local.sdk.send(new SetUICustomizationCommand({ UserPoolId: pool, CSS }));
    const page = await (await app.browser()).get(app.authorizeUrl());
    expect(page.body).toContain(CSS);
    const broken = { UserPoolId: pool, CSS: '.label-customizable { } </style><script>' };
    await expect(local.sdk.send(new SetUICustomizationCommand(broken))).rejects.toThrow('Invalid CSS');
    await local.sdk.send(new SetUICustomizationCommand({ UserPoolId: pool }));
    expect((await (await app.browser()).get(app.authorizeUrl())).body).not.toContain('#123456');
  });
});

describe('an invalid request', () => {
  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'Client does not exist.'],
    ['a foreign redirect URI', { redirect_uri: 'https://evil.example/callback' }, 'redirect_mismatch'],
    ['a longer redirect URI', { redirect_uri: `${callback}/more` }, 'redirect_mismatch'],
  ])('ends on an error page: %s', async (_, more, why) => {
    const page = await (await app.browser()).get(app.authorizeUrl(more));
    expect([page.status, page.url.host]).toEqual([400, app.host]);
    expect(page.body).toContain(why);
  });

  test.each([
    ['a scope that the client does not have', { scope: 'openid phone' }, 'invalid_scope'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['an unknown provider', { identity_provider: 'elsewhere' }, 'invalid_request'],
  ])('is redirected back to the client: %s', async (_, more, error) => {
    const back = broughtBack(await (await app.browser()).get(app.authorizeUrl(more)));
    expect(back).toMatchObject({ error, state: 'xyz' });
    expect(back.code).toBeUndefined();
  });

  test.each([
    ['a different verifier', { code_verifier: 'w'.repeat(43) }],
    ['a different redirect URI', { redirect_uri: 'https://app.example/other' }],
  ])('a code is refused with %s, and is used up', async (_, more) => {
    const { code } = broughtBack((await signIn()).page);
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    expect(await app.exchange(code, more)).toEqual(refused);
    expect(await app.exchange(code)).toEqual(refused);
  });

  test('a code works once, and only for its client', async () => {
    const { code } = broughtBack((await signIn()).page);
    expect((await app.exchange(code)).status).toBe(200);
    expect(await app.exchange(code)).toEqual({ status: 400, body: { error: 'invalid_grant' } });
    const thief = await newWebClient(local, pool);
    const second = broughtBack((await signIn()).page).code;
    expect(await app.exchange(second, { client_id: thief.id })).toMatchObject({
      body: { error: 'invalid_grant' },
    });
  });

  test('a password is refused on a page that was issued to another browser', async () => {
    const shown = await (await app.browser()).get(app.authorizeUrl());
    const other = await app.browser();
    await other.get(app.authorizeUrl());
    const page = await other.submit(shown, credentials);
    expect(page.status).toBe(400);
    expect(page.body).toContain('Invalid state or session expired.');
  });

  test('the token endpoint says what is missing', async () => {
    expect((await app.post('/oauth2/token', {})).body).toMatchObject({ error: 'invalid_request' });
    const client_id = app.clientId;
    const wrong = await app.post('/oauth2/token', { grant_type: 'password', client_id });
    expect(wrong).toEqual({ status: 400, body: { error: 'unsupported_grant_type' } });
    const nobody = await app.post('/oauth2/token', { grant_type: 'refresh_token', client_id: 'x' });
    expect(nobody).toEqual({ status: 400, body: { error: 'invalid_client' } });
  });
});

test('the hook can refuse before a code is issued', async () => {
  const source = `if (event.userName && event.request.userAttributes.email === 'eve@example.com') throw new Error('no tenant');
    event.response.claimsAndScopeOverrideDetails = { accessTokenGeneration: { claimsToAddOrOverride: { by: event.triggerSource } } };
    return event`;
  const LambdaArn = await uploadFunction(local, 'hosted-hook', source);
  const LambdaConfig = { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: 'V2_0' as const } };
  const hooked = await newPool(local, { LambdaConfig });
  await permit(local, 'hosted-hook', hooked);
  const host = await newDomain(local, hooked, 'hooked');
  const hookedApp = new App(local, hooked, host, (await newWebClient(local, hooked)).id);
  await newUser(local, hooked, ada);
  await newUser(local, hooked, 'eve@example.com');
  const enter = async (username: string) => {
    const browser = await hookedApp.browser();
    return browser.submit(await browser.get(hookedApp.authorizeUrl()), { username, password });
  };

  expect((await hookedApp.tokens(await enter(ada))).access.by).toBe('TokenGeneration_HostedAuth');
  expect(broughtBack(await enter('eve@example.com'))).toEqual({
    error: 'invalid_request',
    error_description: 'PreTokenGeneration failed with error no tenant.',
    state: 'xyz',
  });
});

test('a custom domain has the same pages, and is part of the local network while it exists', async () => {
  const own = await newPool(local);
  const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/one';
  const domain = { UserPoolId: own, Domain: 'login.shop.example' };
  const CustomDomainConfig = { CertificateArn };
  await local.sdk.send(new CreateUserPoolDomainCommand({ ...domain, CustomDomainConfig }));
  await newUser(local, own, ada);
  const shop = new App(local, own, domain.Domain, (await newWebClient(local, own)).id);
  const browser = await shop.browser();
  const page = await browser.submit(await browser.get(shop.authorizeUrl()), credentials);
  expect((await shop.tokens(page)).id.email).toBe(ada);

  await local.sdk.send(new DeleteUserPoolDomainCommand(domain));
  expect((await (await shop.browser()).get(shop.authorizeUrl())).status).toBe(0);
  expect((await browser.get(`https://nobody.auth.eu-central-1.amazoncognito.com/login`)).status).toBe(404);
});

test('the page asks for a second factor by SMS', async () => {
  const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'x' };
  const sms = await newPool(local, { SmsConfiguration });
  const UserAttributes = [
    { Name: 'email', Value: ada },
    { Name: 'phone_number', Value: '+491700000001' },
  ];
  const input = { UserPoolId: sms, Username: ada, TemporaryPassword: 'Temporary-1!' };
  await local.sdk.send(new AdminCreateUserCommand({ ...input, UserAttributes, MessageAction: 'SUPPRESS' }));
  await local.sdk.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: sms,
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsConfiguration },
    }),
  );
  const SMSMfaSettings = { Enabled: true };
  await local.sdk.send(
    new AdminSetUserMFAPreferenceCommand({ UserPoolId: sms, Username: ada, SMSMfaSettings }),
  );
  const smsApp = new App(local, sms, await newDomain(local, sms, 'sms'), (await newWebClient(local, sms)).id);
  const browser = await smsApp.browser();
  const first = await browser.submit(await browser.get(smsApp.authorizeUrl()), {
    username: ada,
    password: 'Temporary-1!',
  });
  const asked = await browser.submit(first, { password });
  expect(formOf(asked).fields.challenge).toBe('SMS_MFA');
  const messages = await (await fetch(`${local.aws.endpoint}/_local/cognito/${sms}/messages`)).json();
  const { secret } = (messages as { subject: string; secret: string }[]).find(
    ({ subject }) => subject === 'second-factor',
  ) as { secret: string };
  expect((await smsApp.tokens(await browser.submit(asked, { code: secret }))).id.email).toBe(ada);
});
