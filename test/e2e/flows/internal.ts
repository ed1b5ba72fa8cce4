import { hookName, identityProviders, identityRole, tables } from '../../../environments/names';
import type { Internal } from '../../../environments/schema';
import { callApi } from '../../../scripts/demo/api';
import { poolOf } from '../../../scripts/demo/flow';
import { putItem } from '../../../scripts/demo/tables';
import { refused, webApp } from './app';
import type { Applied } from './applied';
import { accessClaims, idClaims, identity } from './claims';
import { identityPoolOf } from './credentials';
import { reasonsOf } from './logs';
import { register, registerSamlApp } from './okta';
import { planted } from './planted';
import { type App, type SignedIn, signIn, tryToSignIn } from './sign-in';
import { deleteTable } from './tables';

const { oidc, saml } = identityProviders.okta;
const typed = { username: 'grace@staff.every.example', password: 'Correct-horse-7-battery' };
const groups = ['Everyone', 'support'];
const attributes = {
  email: typed.username,
  given_name: 'Grace',
  family_name: 'Hopper',
  // Okta's name of her department; her permissions are in the table.
  department: 'Customer care',
};

/** The internal flow: Okta through OpenID Connect and SAML, permissions from DynamoDB, credentials, refusals. */
export function internalFlow(of: () => Applied): void {
  let app: App;
  let oktaUser: string;
  const signedIn: Record<string, SignedIn> = {};
  const by = (identityProvider: string) => ({ ...typed, identityProvider });
  const reasons = () => reasonsOf(of(), 'identity', hookName(of().loaded.environment, 'internal'));

  /** Writes the user's item. */
  async function putUser(item: Record<string, unknown>) {
    const { loaded, pools, region } = of();
    const { internalUsers } = tables(loaded.environment);
    const access = await pools.access({ account: 'identity', region });
    await putItem(access, internalUsers, { okta_user: oktaUser, ...item });
  }

  beforeAll(async () => {
    const { loaded } = of();
    const { okta, callbackUrls } = loaded.environment.internal as Internal;
    app = await webApp(of(), await poolOf(of(), 'internal'), 'internal', callbackUrls);
    const host = new URL(okta.oidc?.issuer ?? '').host;
    await register(of(), 'clients', {
      host,
      clientId: okta.oidc?.clientId,
      clientSecret: planted(okta.oidc?.secretName ?? ''),
      redirectUris: [`https://${app.host}/oauth2/idpresponse`],
    });
    const metadataUrl = okta.saml?.metadataUrl ?? '';
    await registerSamlApp(of(), 'identity', app, { provider: saml, metadataUrl });
    ({ id: oktaUser } = await register(of(), 'users', { host, ...typed, attributes, groups }));
  });

  test('a user who is unknown to the table, or suspended in it, gets no token', async () => {
    const unknown = await tryToSignIn(app, by(oidc));
    await putUser({ status: 'suspended', department: 'Payments', groups: [], permissions: [] });
    const suspended = await tryToSignIn(app, by(saml));

    expect([unknown, suspended]).toEqual(Array(2).fill(refused('PreTokenGeneration')));
    expect(await reasons()).toEqual(['user-unknown', 'user-suspended']);
  });

  test.each([
    [oidc, 'OIDC'],
    [saml, 'SAML'],
  ])('through %s, staff get exactly these claims', async (provider, type) => {
    const { region } = of();
    const permissions = ['payments:view', 'payments:refund'];
    await putUser({ status: 'active', department: 'Payments', groups: ['payments-operators'], permissions });

    const tokens = await signIn(app, by(provider));

    signedIn[provider] = tokens;
    const user = { sub: tokens.access.sub, username: `${provider}_${oktaUser}`.toLowerCase() };
    const poolGroups = { 'cognito:groups': [`${app.userPoolId}_${provider}`] };
    expect(tokens.access).toEqual(
      accessClaims(app, region, user, {
        ...poolGroups,
        department: 'Payments',
        groups: ['payments-operators'],
        permissions: ['payments:refund', 'payments:view'],
      }),
    );
    const { department, ...rest } = attributes;
    expect(tokens.id).toEqual(
      idClaims(app, region, user, {
        ...poolGroups,
        ...rest,
        email_verified: false,
        'custom:department': department,
        'custom:groups': '[Everyone,support]',
        okta_groups: '|support|',
        identities: [identity(provider, type, oktaUser)],
      }),
    );
  });

  test('the API lets staff do what their permissions allow, with either provider', async () => {
    const calls = Object.values(signedIn).flatMap(({ raw: { access: token, id } }) => [
      { words: 'a refund', call: 'DELETE /staff/payments/payment-1', token, expected: 200 },
      { words: 'staff on a service route', call: 'GET /services/payments/payment-1', token, expected: 403 },
      { words: 'an ID token', call: 'DELETE /staff/payments/payment-1', token: id, expected: 401 },
      { words: 'no such route', call: 'GET /staff/payments/payment-1', token, expected: 404 },
    ]);

    expect(await callApi(of(), { account: 'identity', region: of().region }, calls)).toHaveLength(8);
  });

  test("the identity pool gives the role of the user's Okta group, and no credentials without a group", async () => {
    const { loaded, region } = of();
    const { environment } = loaded;
    const pool = await identityPoolOf(of(), 'internal', app);
    const role = identityRole(environment, 'internal', 'support', region);
    const session = `arn:aws:sts::${environment.accounts.identity?.id}:assumed-role/${role}/CognitoIdentityCredentials`;

    for (const { raw } of Object.values(signedIn)) expect(await pool.exchange(raw.id)).toBe(session);
    expect(pool.tags).toEqual({ department: 'custom:department' });

    const host = new URL(environment.internal?.okta.oidc?.issuer ?? '').host;
    await register(of(), 'users', { host, ...typed, attributes, groups: ['Everyone', 'support-readonly'] });
    const { raw } = await signIn(app, by(oidc));
    await expect(pool.exchange(raw.id)).rejects.toThrow('The ambiguous role mapping rules denied');
  });

  test('if the table is missing, there is no token', async () => {
    await deleteTable(of(), 'identity', tables(of().loaded.environment).internalUsers);

    expect(await tryToSignIn(app, by(saml))).toEqual(refused('PreTokenGeneration'));
    expect((await reasons()).at(-1)).toBe('store-unavailable');
  });
}
