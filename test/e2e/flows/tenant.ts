import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { hookName, identityProviders, tables, tenantPool, triggerName } from '../../../environments/names';
import type { Tenant } from '../../../environments/schema';
import { totpCode, totpStep } from '../../../local/cognito/sign-in/totp';
import type { ClientConfig } from '../../../scripts/aws/credentials';
import { callApi } from '../../../scripts/demo/api';
import { getItem, putItem } from '../../../scripts/demo/tables';
import { findTenant } from '../../../scripts/demo/tenants';
import { registerUser, signIn as signInAtProbe } from '../../../scripts/demo/users';
import { refused, webApp } from './app';
import type { Applied } from './applied';
import { accessClaims, idClaims, identity, minutesOf } from './claims';
import { reasonsOf } from './logs';
import { register, registerSamlApp } from './okta';
import { type App, type SignedIn, signIn, tryToSignIn } from './sign-in';
import { deleteItem, deleteTable } from './tables';

const provider = identityProviders.tenant.saml;
const password = 'Correct-horse-7-battery';
const linus = { username: 'linus@acme.example', password, identityProvider: provider };
const attributes = { email: linus.username, given_name: 'Linus', family_name: 'Pauling' };

/** The tenant flow: the tenant's SAML provider and its pool's users, the mapping, refusals. */
export function tenantFlow(of: () => Applied): void {
  let acme: Tenant;
  let app: App;
  let access: ClientConfig;
  let oktaUser: string;
  let signedIn: SignedIn;
  const names = () => tables(of().loaded.environment);
  const reasons = () => reasonsOf(of(), 'cells-a', hookName(of().loaded.environment, 'cell-01'));
  const confirmationReasons = () =>
    reasonsOf(of(), 'cells-a', triggerName(of().loaded.environment, 'cell-01', 'post-confirmation'));
  const mapping = (user_id: string) => getItem(access, names().tenantUsers, { user_id });

  /** Signs a pool user up for a tenant. Returns the user's id, and the result of the confirmation. */
  async function signUp(Username: string, tenant: string) {
    const { endpoint, region } = of();
    const ClientId = app.clientId;
    const client = new CognitoIdentityProviderClient({ region });
    const UserAttributes = [
      { Name: 'email', Value: Username },
      { Name: 'custom:tenant_id', Value: tenant },
    ];
    const { UserSub = '' } = await client.send(
      new SignUpCommand({ ClientId, Username, Password: password, UserAttributes }),
    );
    const sent = await (await fetch(`${endpoint}/_local/cognito/${app.userPoolId}/messages`)).json();
    const ConfirmationCode = (sent as { secret: string }[]).at(-1)?.secret;
    const confirmed = await client
      .send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }))
      .then(
        () => 'confirmed',
        (error: Error) => error.message,
      );
    client.destroy();
    return { sub: UserSub, confirmed };
  }

  /** Number of refusals in the log from earlier probes. */
  let probed: number;

  beforeAll(async () => {
    probed = (await reasons()).length;
    const { loaded, pools, region } = of();
    const { environment } = loaded;
    acme = loaded.tenants.find(({ id }) => id === 'acme') as Tenant;
    const place = { account: 'cells-a', accountId: environment.accounts['cells-a']?.id ?? '', region };
    access = await pools.access(place);
    const { userPoolId: id } = await findTenant(access, environment, acme.id);
    const pool = tenantPool(environment, acme.id);
    app = await webApp(
      of(),
      { ...place, environment: environment.name, flow: 'tenant', tenant: acme.id, pool, id },
      acme.id,
      acme.callbackUrls,
    );
    const metadataUrl = (acme.identityProvider?.type === 'saml' && acme.identityProvider.metadataUrl) || '';
    await registerSamlApp(of(), 'cells-a', app, { provider, metadataUrl });
    const { host } = new URL(metadataUrl);
    ({ id: oktaUser } = await register(of(), 'users', {
      host,
      ...linus,
      identityProvider: undefined,
      attributes,
    }));
  });

  test("a user of the tenant's SAML provider is mapped once and gets exactly these claims", async () => {
    signedIn = await signIn(app, linus);
    const again = await signIn(app, linus);

    const { sub } = signedIn.access;
    const user = { sub, username: `${provider}_${oktaUser}`.toLowerCase() };
    const poolGroups = { 'cognito:groups': [`${app.userPoolId}_${provider}`] };
    for (const tokens of [signedIn, again]) {
      expect(tokens.access).toEqual(
        accessClaims(app, of().region, user, { ...poolGroups, tenant_id: acme.id }),
      );
      expect(tokens.id).toEqual(
        idClaims(app, of().region, user, {
          ...poolGroups,
          ...attributes,
          email_verified: false,
          identities: [identity(provider, 'SAML', oktaUser)],
        }),
      );
      expect([minutesOf(tokens.access), minutesOf(tokens.id)]).toEqual([10, 11]);
    }
    expect(await mapping(sub)).toEqual({ user_id: sub, tenant_id: acme.id });
  });

  test('a pool user signs up, sets up a second factor and gets exactly these claims', async () => {
    const username = 'marie@acme.example';
    const { sub, confirmed } = await signUp(username, acme.id);
    const code = (secret = '') => totpCode(secret, totpStep(Date.now()));
    const tokens = await signIn(app, { username, password, code });

    expect(confirmed).toBe('confirmed');
    expect(await mapping(sub)).toEqual({ user_id: sub, tenant_id: acme.id });
    const user = { sub, username: sub };
    expect(tokens.access).toEqual(accessClaims(app, of().region, user, { tenant_id: acme.id }));
    expect(tokens.id).toEqual(
      idClaims(app, of().region, user, {
        email: username,
        email_verified: true,
        'custom:tenant_id': acme.id,
      }),
    );
  });

  test("the API lets only a tenant's admins export the tenant's data", async () => {
    const place = { account: 'cells-a', region: of().region };
    const export_ = (tenant: string, token: string) => ({ call: `POST /tenants/${tenant}/exports`, token });
    const before = signedIn.raw.access;
    const client = new CognitoIdentityProviderClient(access);
    const Username = signedIn.access.username as string;
    await client.send(
      new AdminAddUserToGroupCommand({ UserPoolId: app.userPoolId, Username, GroupName: 'admins' }),
    );
    client.destroy();
    const admin = (await signIn(app, linus)).raw.access;

    await callApi(of(), place, [
      { words: 'in no group', ...export_(acme.id, before), expected: 403 },
      { words: 'an admin', ...export_(acme.id, admin), expected: 200 },
      { words: "another tenant's", ...export_('globex', admin), expected: 403 },
      {
        words: 'a payment of another',
        call: 'GET /tenants/globex/payments/1?amount=1',
        token: admin,
        expected: 403,
      },
    ]);
  });

  test('a user who signs up for another tenant in this pool is not mapped', async () => {
    const { sub, confirmed } = await signUp('eve@globex.example', 'globex');

    expect(confirmed).toBe(refused('PostConfirmation').error_description);
    expect(await mapping(sub)).toBeUndefined();
    expect(await confirmationReasons()).toEqual(['user-of-another-tenant']);
  });

  test('a user who is mapped to another tenant or none, or whose tenant is suspended, gets no token', async () => {
    const { environment } = of().loaded;
    const key = { user_id: signedIn.access.sub };
    await putItem(access, names().tenantUsers, { ...key, tenant_id: 'globex' });
    const foreign = await tryToSignIn(app, linus);
    await deleteItem(access, names().tenantUsers, key);
    const unknown = await tryToSignIn(app, linus);
    const globex = await findTenant(access, environment, 'globex');
    const user = { email: 'isaac@globex.example', mappedTo: 'globex' };
    const suspended = await signInAtProbe(
      access,
      globex,
      await registerUser(access, environment, globex, user),
    );

    expect([foreign, unknown]).toEqual(Array(2).fill(refused('PreTokenGeneration')));
    expect(suspended).toEqual({ refusal: expect.stringContaining('access denied') });
    const refusals = ['user-of-another-tenant', 'user-not-mapped', 'tenant-suspended'];
    expect((await reasons()).slice(probed)).toEqual(refusals);
  });

  test('if the mapping table is missing, there is no token', async () => {
    await deleteTable(of(), 'cells-a', names().tenantUsers);

    expect(await tryToSignIn(app, linus)).toEqual(refused('PreTokenGeneration'));
    expect((await reasons()).at(-1)).toBe('store-unavailable');
  });
}
