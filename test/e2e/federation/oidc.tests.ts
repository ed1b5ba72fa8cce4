import {
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  DescribeIdentityProviderCommand,
  ListUsersCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { formOf } from '../../support/browser';
import { permit, startLocal, uploadFunction } from '../cognito/harness';
import { type App, broughtBack, callback } from '../cognito/hosted';
import {
  ada,
  atProvider,
  newApp,
  newOidcProvider,
  newStaffPool,
  organisation,
  registerUser,
} from './harness';

let local: Awaited<ReturnType<typeof startLocal>>;
let staff: { pool: string; host: string };
let app: App;
let subject: string;

beforeAll(async () => {
  local = await startLocal();
  staff = await newStaffPool(local, 'staff');
  await newOidcProvider(local, staff);
  app = await newApp(local, staff, ['okta-oidc']);
});
beforeEach(async () => {
  subject = await registerUser(local, ada, { id: '00u1acmeAda' });
});
afterAll(() => local.end());

async function signIn(more: Record<string, string> = { identity_provider: 'okta-oidc' }, by = app) {
  const browser = await by.browser();
  const page = await browser.get(by.authorizeUrl(more));
  return { browser, page: page.url.host === organisation ? await atProvider(browser, page) : page };
}

test('an Okta user signs in and becomes a user of the pool', async () => {
  const { page } = await signIn({ identity_provider: 'okta-oidc', nonce: 'n1' });
  const { id, access } = await app.tokens(page);
  const username = `okta-oidc_${subject}`.toLowerCase();
  expect(id).toMatchObject({
    'cognito:username': username,
    'cognito:groups': [`${staff.pool}_okta-oidc`],
    email: ada.username,
    email_verified: true,
    'custom:department': 'Payments',
    'custom:groups': '[Everyone,On+call]',
    nonce: 'n1',
    identities: [
      {
        userId: subject,
        providerName: 'okta-oidc',
        providerType: 'OIDC',
        issuer: null,
        primary: 'true',
        dateCreated: expect.stringMatching(/^\d{13}$/),
      },
    ],
  });
  expect(access).toMatchObject({ username, sub: id.sub, 'cognito:groups': [`${staff.pool}_okta-oidc`] });
  const found = await local.sdk.send(new AdminGetUserCommand({ UserPoolId: staff.pool, Username: username }));
  expect(found.UserStatus).toBe('EXTERNAL_PROVIDER');
  const Filter = `email = "${ada.username}"`;
  const { Users } = await local.sdk.send(new ListUsersCommand({ UserPoolId: staff.pool, Filter }));
  expect(Users?.map(({ Username }) => Username)).toEqual([username]);
});

test("a later sign-in is the same user, with the provider's current attributes", async () => {
  const first = await app.tokens((await signIn()).page);
  await registerUser(local, ada, { attributes: { ...ada.attributes, department: 'Fraud' } });
  const second = await app.tokens((await signIn()).page);
  expect(second.id.sub).toBe(first.id.sub);
  expect([first.id['custom:department'], second.id['custom:department']]).toEqual(['Payments', 'Fraud']);
});

test('names keep their case if the pool is case-sensitive', async () => {
  const UsernameConfiguration = { CaseSensitive: true };
  const plain = await newStaffPool(local, 'plain', { UsernameAttributes: undefined, UsernameConfiguration });
  await newOidcProvider(local, plain);
  const plainApp = await newApp(local, plain, ['okta-oidc']);
  const mixed = await registerUser(local, ada, { id: '00uMixedCase' });
  const { id } = await plainApp.tokens((await signIn({}, plainApp)).page);
  expect(id['cognito:username']).toBe(`okta-oidc_${mixed}`);
  expect(id.email).toBe(ada.username);
});

test('in a case-insensitive pool, subjects that differ only in case are not the same user', async () => {
  await registerUser(local, ada, { id: '00uTwin' });
  const first = await app.tokens((await signIn()).page);
  await registerUser(local, ada, { id: '00utwin' });
  const second = broughtBack((await signIn()).page);
  expect(second).toMatchObject({
    error: 'server_error',
    error_description: `The name ${first.id['cognito:username']} belongs to another user of okta-oidc.`,
  });
});

test('the provider can be chosen by name, by domain, as the only one, or on the sign-in page', async () => {
  for (const hint of [{ idp_identifier: 'acme.example' }, {}] as Record<string, string>[])
    expect((await app.tokens((await signIn(hint)).page)).id.email).toBe(ada.username);

  const mixed = await newApp(local, staff, ['COGNITO', 'okta-oidc']);
  const browser = await mixed.browser();
  const page = await browser.get(mixed.authorizeUrl({ nonce: 'n2' }));
  const [, href = ''] = /<a[^>]*href="([^"]*)">Sign in with okta-oidc</.exec(page.body) ?? [];
  const link = new URL(href.replaceAll('&#38;', '&'), page.url);
  const byLink = await atProvider(browser, await browser.get(link.href));
  expect((await mixed.tokens(byLink)).id.nonce).toBe('n2');

  const [, corporate = ''] = /(<form method="get"[\s\S]*?<\/form>)/.exec(page.body) ?? [];
  const other = await mixed.browser();
  const { action, fields } = formOf({ ...page, body: corporate });
  const query = new URLSearchParams({ ...fields, idp_identifier: 'Ada@Acme.example' });
  const byAddress = await atProvider(other, await other.get(`${action}?${query}`));
  expect(broughtBack(byAddress).code).toBeDefined();
});

test('a session with one provider does not satisfy a request for another', async () => {
  const { browser } = await signIn();
  const again = await browser.get(app.authorizeUrl({ identity_provider: 'okta-oidc' }));
  expect(broughtBack(again).code).toBeDefined();
  const elsewhere = await browser.get(app.authorizeUrl({ identity_provider: 'okta-saml' }));
  expect(broughtBack(elsewhere)).toMatchObject({ error: 'invalid_request' });

  const passwords = await newApp(local, staff, ['COGNITO']);
  expect((await browser.get(passwords.authorizeUrl())).url.pathname).toBe('/login');
  const both = await newApp(local, staff, ['COGNITO', 'okta-oidc']);
  expect(broughtBack(await browser.get(both.authorizeUrl())).code).toBeDefined();
  const asked = await browser.get(both.authorizeUrl({ identity_provider: 'COGNITO' }));
  expect(asked.url.pathname).toBe('/login');
});

test('a browser cannot complete a sign-in that another browser started', async () => {
  const start = `${local.aws.endpoint}/_local/domains/${staff.host}/oauth2/authorize`;
  const begun = await fetch(`${start}${new URL(app.authorizeUrl()).search}`, { redirect: 'manual' });
  const victim = await app.browser();
  const page = await atProvider(victim, await victim.get(begun.headers.get('location') as string));
  expect([page.status, page.url.host, page.url.pathname]).toEqual([400, staff.host, '/oauth2/idpresponse']);
  expect(page.body).toContain('Invalid state or session expired.');
});

test("the provider's response works once", async () => {
  const { browser, page } = await signIn();
  expect(page.url.href).toContain(callback);
  const answer = browser.history.find((url) => url.includes('/oauth2/idpresponse?code='));
  const replayed = await browser.get(answer as string);
  expect([replayed.status, replayed.url.host]).toEqual([400, staff.host]);
});

test('without the right secret, nobody can sign in, and the app gets the error', async () => {
  const pool = await newStaffPool(local, 'placeholder');
  await newOidcProvider(local, pool, { client_secret: 'set-by-the-rotation' });
  const placeholder = await newApp(local, pool, ['okta-oidc']);
  const { page } = await signIn({}, placeholder);
  expect(broughtBack(page)).toEqual({
    error: 'server_error',
    error_description: 'Code exchange failed: invalid_client',
    state: 'xyz',
  });

  const input = { UserPoolId: pool.pool, ProviderName: 'okta-oidc' };
  const { IdentityProvider } = await local.sdk.send(new DescribeIdentityProviderCommand(input));
  const ProviderDetails = { ...IdentityProvider?.ProviderDetails, client_secret: 'its-secret' };
  await local.sdk.send(new UpdateIdentityProviderCommand({ ...input, ProviderDetails }));
  expect(broughtBack((await signIn({}, placeholder)).page).code).toBeDefined();
});

test('attributes that the client may not write fail the sign-in', async () => {
  const strict = await newApp(local, staff, ['okta-oidc'], { WriteAttributes: ['email'] });
  const { page } = await signIn({}, strict);
  expect(broughtBack(page)).toMatchObject({
    error: 'invalid_request',
    error_description: 'A client attempted to write unauthorized attribute',
  });
});

test('a client cannot use a provider that it does not list', async () => {
  const own = await newApp(local, staff, ['COGNITO']);
  const { page } = await signIn({ identity_provider: 'okta-oidc' }, own);
  expect(broughtBack(page)).toMatchObject({ error: 'invalid_request', state: 'xyz' });
});

test('a global sign-out ends the refresh tokens of a federated user', async () => {
  const { id, refreshToken } = await app.tokens((await signIn()).page);
  const fields = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token: refreshToken };
  expect((await app.post('/oauth2/token', fields)).status).toBe(200);
  const Username = String(id['cognito:username']);
  await local.sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: staff.pool, Username }));
  expect((await app.post('/oauth2/token', fields)).body.error).toBe('invalid_grant');
});

describe("the pool's functions", () => {
  let count = 0;

  /** Creates a pool whose triggers all run one function, which distinguishes them by their source. */
  async function withFunction(source: string) {
    count += 1;
    const name = `staff-${count}`;
    const arn = await uploadFunction(local, name, source);
    const triggers = {
      PreSignUp: arn,
      PostConfirmation: arn,
      PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V2_0' as const },
    };
    const pool = await newStaffPool(local, name, { LambdaConfig: triggers });
    await permit(local, name, pool.pool);
    await newOidcProvider(local, pool);
    return { pool, app: await newApp(local, pool, ['okta-oidc']) };
  }

  /** Source of a function that throws its event if it comes from this trigger. */
  const tell = (trigger: string) =>
    `if (event.triggerSource === '${trigger}') throw new Error(JSON.stringify(event)); return event`;

  const told = (description = '') =>
    JSON.parse(description.replace(/^\w+ failed with error /, '').slice(0, -1));

  test('pre-sign-up runs before the first sign-in, and a refusal leaves no user', async () => {
    const { pool, app: refusing } = await withFunction(tell('PreSignUp_ExternalProvider'));
    const { error, error_description } = broughtBack((await signIn({}, refusing)).page);
    expect(error).toBe('invalid_request');
    expect(told(error_description)).toMatchObject({
      triggerSource: 'PreSignUp_ExternalProvider',
      userName: `okta-oidc_${subject}`.toLowerCase(),
      callerContext: { clientId: refusing.clientId },
      request: {
        userAttributes: { email: ada.username, email_verified: 'true', 'custom:department': 'Payments' },
      },
    });
    const { Users } = await local.sdk.send(new ListUsersCommand({ UserPoolId: pool.pool }));
    expect(Users).toEqual([]);
  });

  test('post-confirmation runs once, after the first sign-in', async () => {
    const { app: telling } = await withFunction(tell('PostConfirmation_ConfirmSignUp'));
    const { error_description } = broughtBack((await signIn({}, telling)).page);
    expect(told(error_description).request.userAttributes).toMatchObject({
      'cognito:user_status': 'EXTERNAL_PROVIDER',
      identities: expect.stringContaining(subject),
    });
    // The user exists now, so this is no longer the first sign-in.
    expect(broughtBack((await signIn({}, telling)).page).code).toBeDefined();
  });

  test('the pre-token hook receives the identity, and its refusal is final', async () => {
    const { app: refusing } = await withFunction(tell('TokenGeneration_HostedAuth'));
    const { code, error_description } = broughtBack((await signIn({}, refusing)).page);
    expect(code).toBeUndefined();
    expect(JSON.parse(told(error_description).request.userAttributes.identities)).toMatchObject([
      { userId: subject, providerName: 'okta-oidc', primary: true },
    ]);
  });
});
