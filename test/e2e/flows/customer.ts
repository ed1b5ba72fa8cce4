import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Client, type ClientConfig } from 'pg';
import { hookName, identityRole, operateRole } from '../../../environments/names';
import type { Database } from '../../../environments/schema';
import { callApi } from '../../../scripts/demo/api';
import { addCustomer } from '../../../scripts/demo/database';
import { poolOf } from '../../../scripts/demo/flow';
import { refused, webApp } from './app';
import type { Applied } from './applied';
import { accessClaims, idClaims, minutesOf } from './claims';
import { identityPoolOf } from './credentials';
import { reasonsOf } from './logs';
import { type App, type Person, refresh, type SignedIn, signIn, tryToSignIn } from './sign-in';

const person: Person = { username: 'ada@customers.example', password: 'Correct-horse-7-battery' };

/** Signs up, and confirms with the code that the pool has sent. Returns the customer's id. */
async function signUp({ endpoint, region }: Applied, { clientId: ClientId, userPoolId }: App) {
  const { username: Username, password: Password } = person;
  const client = new CognitoIdentityProviderClient({ region });
  const UserAttributes = [{ Name: 'email', Value: Username }];
  const { UserSub = '' } = await client.send(
    new SignUpCommand({ ClientId, Username, Password, UserAttributes }),
  );
  const sent = await (await fetch(`${endpoint}/_local/cognito/${userPoolId}/messages`)).json();
  const ConfirmationCode = (sent as { to: string; secret: string }[]).at(-1)?.secret;
  await client.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  client.destroy();
  return UserSub;
}

/** Runs SQL as an administrator of the database. */
async function inDatabase({ endpoint }: Applied, { host, database }: Database, sql: string): Promise<void> {
  const door = (await (await fetch(`${endpoint}/_local/rds/${host}`)).json()) as ClientConfig;
  const client = new Client({ ...door, database });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** The customer flow: password on the pool's sign-in page, roles from PostgreSQL, credentials, sign-out, refusals. */
export function customerFlow(of: () => Applied): void {
  let app: App;
  let database: Database;
  let customerId: string;
  let ada: SignedIn;
  const reasons = () => reasonsOf(of(), 'identity', hookName(of().loaded.environment, 'customer'));

  /** Number of refusals in the log from earlier probes. */
  let probed: number;

  beforeAll(async () => {
    probed = (await reasons()).length;
    const { loaded, region } = of();
    const { customer } = loaded.environment;
    app = await webApp(of(), await poolOf(of(), 'customer'), 'customer', customer.callbackUrls);
    database = customer.databases?.[region] as Database;
    customerId = await signUp(of(), app);
    // Migrates the database, and adds another customer.
    await addCustomer({ ...of(), root: process.cwd() }, database, {
      customerId: randomUUID(),
      roles: ['account-owner'],
    });
  });

  test('a customer who is unknown to the database, or suspended in it, gets no token', async () => {
    const unknown = await tryToSignIn(app, person);
    const into = `insert into identity.customers (customer_id, status) values ('${customerId}', 'suspended')`;
    await inDatabase(of(), database, into);
    const suspended = await tryToSignIn(app, person);

    expect([unknown, suspended]).toEqual(Array(2).fill(refused('PreTokenGeneration')));
    expect((await reasons()).slice(probed)).toEqual(['customer-unknown', 'customer-suspended']);
  });

  test('an active customer gets exactly these claims', async () => {
    const { loaded, region } = of();
    await inDatabase(
      of(),
      database,
      `update identity.customers set status = 'active' where customer_id = '${customerId}';
       insert into identity.customer_roles values ('${customerId}', 'premium'), ('${customerId}', 'account-owner');`,
    );

    ada = await signIn(app, person);

    const user = { sub: customerId, username: customerId };
    expect(ada.access).toEqual(
      accessClaims(app, region, user, { customer_id: customerId, roles: ['account-owner', 'premium'] }),
    );
    expect(ada.id).toEqual(idClaims(app, region, user, { email: person.username, email_verified: true }));
    const { accessMinutes, idMinutes } = loaded.environment.customer.tokens;
    expect([minutesOf(ada.access), minutesOf(ada.id)]).toEqual([accessMinutes, idMinutes]);
  });

  test('the API lets customers pay up to the limit of their roles, and only as themselves', async () => {
    const pay = (customer: string, amount?: string) => ({
      call: `PUT /customers/${customer}/payments`,
      headers: { 'x-account': 'account-1', ...(amount && { 'x-payment-amount': amount }) },
      token: ada.raw.access,
    });
    const place = { account: 'identity', region: of().region };

    await callApi(of(), place, [
      // 503 means that the authorizer allows the call: there is no backend.
      { words: 'a payment of their own', ...pay(customerId, '1000'), expected: 503 },
      { words: 'above every limit', ...pay(customerId, '100000000'), expected: 403 },
      { words: 'no amount', ...pay(customerId), expected: 403 },
      { words: 'an invalid amount', ...pay(customerId, '1e3'), expected: 403 },
      { words: 'another customer', ...pay(randomUUID(), '1000'), expected: 403 },
    ]);
  });

  test("the identity pool gives the group's role, and none to users without a group", async () => {
    const { loaded, region, pools } = of();
    const pool = await identityPoolOf(of(), 'customer', app);
    await expect(pool.exchange(ada.raw.id)).rejects.toThrow('The ambiguous role mapping rules denied');

    const client = new CognitoIdentityProviderClient(await pools.access({ account: 'identity', region }));
    const Username = customerId;
    await client.send(
      new AdminAddUserToGroupCommand({ UserPoolId: app.userPoolId, Username, GroupName: 'premium' }),
    );
    client.destroy();
    ada = await signIn(app, person);

    const { accounts } = loaded.environment;
    const role = identityRole(loaded.environment, 'customer', 'premium', region);
    const session = `${role}/CognitoIdentityCredentials`;
    expect(await pool.exchange(ada.raw.id)).toBe(
      `arn:aws:sts::${accounts.identity?.id}:assumed-role/${session}`,
    );
    expect(pool.tags).toEqual({ customer: 'sub' });
    expect(ada.id).toMatchObject({
      'cognito:groups': ['premium'],
      'cognito:preferred_role': expect.stringMatching(`/${role}$`),
    });
  });

  test('if the database fails, there is no token', async () => {
    const move = (from: string, to: string) =>
      inDatabase(of(), database, `alter function identity.${from}(uuid) rename to ${to}`);
    await move('customer_access', 'gone');
    try {
      expect(await tryToSignIn(app, person)).toEqual(refused('PreTokenGeneration'));
      expect((await reasons()).at(-1)).toBe('store-unavailable');
    } finally {
      await move('gone', 'customer_access');
    }
  });

  test('`fleet user revoke` ends refresh tokens and the exchange for credentials, and reports the exposure', async () => {
    const before = await refresh(app, ada.raw.refresh);
    const flags = ['--env', 'every', '--flow', 'customer', '--user', person.username, '--yes', '--json'];
    // A job of a pipeline, with nothing but the operate role.
    const role = operateRole(of().loaded.environment);
    const { stdout } = await of().runAs(role, 'identity', 'user', 'revoke', ...flags);

    expect(before.access_token).toEqual(expect.any(String));
    expect(JSON.parse(stdout).exposure).toEqual({
      accessMinutes: 30,
      idMinutes: 30,
      refreshMinutes: 0,
      credentialsMinutes: 60,
    });
    expect(await refresh(app, ada.raw.refresh)).toMatchObject({ error: 'invalid_grant' });
    const pool = await identityPoolOf(of(), 'customer', app);
    await expect(pool.exchange(ada.raw.id)).rejects.toThrow('Token has been revoked.');
  });
}
