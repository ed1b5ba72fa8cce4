import fc from 'fast-check';
import { customerHook } from '../../../functions/catalogue';
import { attempts, type DatabaseBudget, databaseBudget } from '../../../functions/customer-hook/budget';
import { customerClaims } from '../../../functions/customer-hook/claims';
import { openDatabase } from '../../../functions/customer-hook/database';
import { hook } from '../../../functions/shared/hook';
import { at, context, personal, preTokenEvent } from '../events';
import { outcomeOf } from '../log';
import { CustomerDatabase } from '../postgres/fixture';
import { RdsProxyStandIn } from '../postgres/proxy';
import { checked, spoilable } from '../property';
import { secrets, usingEndpoint } from '../store';

let database: CustomerDatabase;
// Signing a token needs no request; an endpoint that does not exist proves it.
usingEndpoint(async () => 'http://127.0.0.1:9');
beforeAll(async () => {
  database = await CustomerDatabase.start();
});
afterAll(() => database.stop());

const customerId = personal.sub;
beforeEach(async () => {
  const { proxy } = database;
  proxy.cut();
  Object.assign(proxy, { connections: 0, stuckAt: undefined, refusing: undefined });
  proxy.tokens.length = 0;
  await database.customer(customerId, 'active', ['premium', 'buyer']);
});

/** Enough for a server on loopback, and short enough for a test of one that never responds. */
const patient = { connect: 5000, query: 5000 };
const hasty = { connect: 150, query: 150 };

/** One Lambda instance: it keeps what it opens for its next calls. */
function instance(
  options: { budget?: DatabaseBudget; proxy?: RdsProxyStandIn; change?: object; ca?: string } = {},
) {
  const { budget = patient, proxy = database.proxy, change = {} } = options;
  const { ca = proxy.certificate } = options;
  const { host, port } = proxy;
  const config = { host, port, database: database.name, user: database.user, region: 'eu-central-1' };
  const handler = hook(customerHook, () =>
    customerClaims(openDatabase({ ...config, ...change }, budget, ca)),
  );
  return (event: unknown = preTokenEvent({}, ['clerks'])) => outcomeOf(() => handler(event, context));
}
const accessClaims = 'response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride';
const claimsOf = ({ outcome }: { outcome: unknown }) => at(outcome, accessClaims);
const granted = { customer_id: customerId, roles: ['buyer', 'premium'] };
const refusedFor = (reason: string, detail = {}) => ({
  outcome: new Error('access denied'),
  lines: [expect.objectContaining({ service: 'customer-hook', reason, ...detail })],
});

describe('the customer hook and PostgreSQL', () => {
  it('adds the id and the roles to the access token only', async () => {
    const event = preTokenEvent({}, ['clerks']);
    const { outcome, lines } = await instance()(event);
    expect(outcome).toEqual({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          groupOverrideDetails: event.request.groupConfiguration,
          accessTokenGeneration: { claimsToAddOrOverride: granted },
        },
      },
    });
    expect(lines).toEqual([]);
  });

  it('signs in with an IAM token for this host, port and user, and never with anything else', async () => {
    expect(claimsOf(await instance()())).toEqual(granted);
    const [token = ''] = database.proxy.tokens;
    expect(database.proxy.tokens).toHaveLength(1);
    expect(token).toMatch(
      new RegExp(
        `^localhost:${database.proxy.port}/\\?Action=connect&DBUser=identity_hook&.*X-Amz-Signature=[0-9a-f]{64}`,
      ),
    );
    expect(token).not.toContain(secrets.AWS_SECRET_ACCESS_KEY);
  });

  it('keeps its connection for the next calls, and sees each change immediately', async () => {
    const signIn = instance();
    expect(claimsOf(await signIn())).toEqual(granted);
    await database.customer(customerId, 'active', []);
    expect(claimsOf(await signIn())).toEqual({ customer_id: customerId, roles: [] });
    await database.customer(customerId, 'suspended', ['premium']);
    expect(await signIn()).toMatchObject(refusedFor('customer-suspended'));
    expect(database.proxy.connections).toBe(1);
  });

  it('never opens a second connection, not even for two calls at once', async () => {
    const { host, port, certificate } = database.proxy;
    const config = { host, port, database: database.name, user: database.user, region: 'eu-central-1' };
    const query = openDatabase(config, patient, certificate);
    const sums = ['1', '2', '3'].map((value) => query('select $1::int + 1 as sum', [value]));
    expect(await Promise.all(sums)).toEqual([[{ sum: 2 }], [{ sum: 3 }], [{ sum: 4 }]]);
    expect(database.proxy.connections).toBe(1);
  });

  it('refuses a customer whom the database does not know', async () => {
    const stranger = preTokenEvent({ sub: '00000000-0000-4000-8000-000000000000' });
    expect(await instance()(stranger)).toMatchObject(refusedFor('customer-unknown'));
  });

  it.each(['', 'grace', `${customerId} `, customerId.toUpperCase()])(
    'refuses the malformed sub %j without asking',
    async (sub) => {
      expect(await instance()(preTokenEvent({ sub }))).toMatchObject(
        refusedFor('malformed-event', { path: 'request.userAttributes.sub' }),
      );
      expect(database.proxy.connections).toBe(0);
    },
  );

  it('opens a new connection, with a new token, if the old one ended while the function was frozen', async () => {
    const signIn = instance();
    await signIn();
    database.proxy.cut();
    expect(claimsOf(await signIn())).toEqual(granted);
    expect(database.proxy.tokens).toHaveLength(2);
  });

  it('retries once on a new connection if the old one is dead without notice', async () => {
    const signIn = instance({ budget: { ...patient, query: 1000 } });
    await signIn();
    database.proxy.silence();
    expect(claimsOf(await signIn())).toEqual(granted);
    expect(database.proxy.connections).toBe(2);
  });

  it('recovers after an outage', async () => {
    const signIn = instance({ budget: { ...patient, query: 1000 } });
    database.proxy.stuckAt = 'query';
    expect(await signIn()).toMatchObject(refusedFor('store-timeout'));
    database.proxy.stuckAt = undefined;
    expect(claimsOf(await signIn())).toEqual(granted);
  });
});

describe('no token', () => {
  it.each(['tcp', 'tls', 'password', 'query'] as const)(
    'from a database slower than the budget, stuck at %s, after one retry',
    async (stage) => {
      database.proxy.stuckAt = stage;
      expect(await instance({ budget: hasty })()).toMatchObject(refusedFor('store-timeout', { attempts: 2 }));
      expect(database.proxy.connections).toBe(attempts);
    },
  );

  it('from a database that is not running', async () => {
    const gone = await new RdsProxyStandIn(0, { secret: '' }).start();
    const { port } = gone;
    await gone.stop();
    expect(await instance({ change: { port } })()).toMatchObject(
      refusedFor('store-unavailable', { error: 'ECONNREFUSED', attempts: 2 }),
    );
  });

  it.each<[sqlState: string, reason: string, tries: number]>([
    ['28P01', 'store-unavailable', 1],
    ['3D000', 'store-unavailable', 1],
    ['53300', 'store-throttled', 2],
    ['57P03', 'store-unavailable', 2],
    ['08006', 'store-unavailable', 2],
    ['57014', 'store-timeout', 1],
  ])('from a server that refuses with %s: %s, after %d', async (sqlState, reason, tries) => {
    database.proxy.refusing = sqlState;
    expect(await instance()()).toMatchObject(refusedFor(reason, { error: sqlState, attempts: tries }));
    expect(database.proxy.connections).toBe(tries);
  });

  it('as a role without the permission to ask', async () => {
    await database.as('postgres', database.name, 'create role stranger login');
    expect(await instance({ change: { user: 'stranger' } })()).toMatchObject(
      refusedFor('store-unavailable', { error: '42501', attempts: 1 }),
    );
  });

  it('if the proxy does not accept the token', async () => {
    const { AWS_SECRET_ACCESS_KEY: secret } = process.env;
    process.env.AWS_SECRET_ACCESS_KEY = 'not-the-secret';
    expect(await instance()()).toMatchObject(refusedFor('store-unavailable', { error: '28P01' }));
    process.env.AWS_SECRET_ACCESS_KEY = secret;
  });

  it('without credentials to sign with', async () => {
    const { AWS_ACCESS_KEY_ID: key } = process.env;
    delete process.env.AWS_ACCESS_KEY_ID;
    const { lines, outcome } = await instance()();
    process.env.AWS_ACCESS_KEY_ID = key;
    expect(outcome).toEqual(new Error('access denied'));
    expect(lines).toEqual([expect.objectContaining({ reason: 'store-unavailable' })]);
    expect(database.proxy.tokens).toEqual([]);
  });

  it('from a server whose certificate is not trusted, or is for another host: it gets no token either', async () => {
    const { port } = database.server;
    const other = await new RdsProxyStandIn(
      port,
      { secret: secrets.AWS_SECRET_ACCESS_KEY },
      'db.example.com',
    ).start();
    const unknown = await instance({ ca: other.certificate })();
    const misnamed = await instance({ proxy: other })();
    await other.stop();
    expect(unknown).toMatchObject(refusedFor('store-unavailable'));
    expect(misnamed).toMatchObject(
      refusedFor('store-unavailable', { error: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    );
    expect([...database.proxy.tokens, ...other.tokens]).toEqual([]);
  });

  it('from a server without TLS', async () => {
    const { port } = database.server;
    expect(await instance({ change: { port } })()).toMatchObject(refusedFor('store-unavailable'));
  });

  it('and nothing personal or secret in the log, whatever the server says', async () => {
    const outcomes = [];
    database.proxy.refusing = '22P02';
    outcomes.push(await instance()());
    database.proxy.refusing = undefined;
    outcomes.push(await instance()(preTokenEvent({ sub: personal.email })));
    outcomes.push(await instance({ change: { database: 'no_such_database' } })());
    for (const { text, lines } of outcomes) {
      expect(lines).toHaveLength(1);
      for (const value of [...Object.values(personal), ...Object.values(secrets), ...database.proxy.tokens])
        expect(text).not.toContain(value);
    }
  });
});

it("two attempts fit into Cognito's 5 s, with 1.5 s for a cold start", () => {
  expect(attempts * (databaseBudget.connect + databaseBudget.query)).toBeLessThanOrEqual(5000 - 1500);
});

it('no event yields a role that the database does not grant to that customer', async () => {
  const ids = ['1', '2'].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`);
  const events = fc
    .record({ sub: fc.constantFrom(...ids, 'nobody'), groups: fc.array(fc.constantFrom('admin', 'a')) })
    .map(({ sub, groups }) => preTokenEvent({ sub }, groups));
  const paths = [
    'version',
    'request',
    'request.userAttributes',
    'request.userAttributes.sub',
    'request.groupConfiguration',
    'response',
  ];
  const rows = fc.dictionary(
    fc.constantFrom(...ids),
    fc.record({
      status: fc.constantFrom('active', 'active', 'active', 'suspended', 'other'),
      roles: fc.array(fc.constantFrom('a', 'b', 'b', 'c', 'Not A Role'), { maxLength: 3 }),
    }),
  );
  let held: Record<string, { status: string; roles: string[] }> = {};
  const handler = hook(customerHook, () =>
    customerClaims(async (_text, [id = '']) => (Object.hasOwn(held, id) ? [held[id]] : [])),
  );
  const { granted, refused } = await checked(
    fc.record({ event: spoilable(events, paths), rows }),
    ({ event, rows }) => {
      held = rows;
      return handler(event, context);
    },
    ({ event, rows }, answer) => {
      const sub = String(at(event, 'request.userAttributes.sub'));
      const { status, roles = [] } = rows[sub] ?? {};
      return (
        status === 'active' &&
        JSON.stringify(at(answer, accessClaims)) ===
          JSON.stringify({ customer_id: sub, roles: [...new Set(roles)].sort() }) &&
        !roles.includes('Not A Role')
      );
    },
  );
  expect(granted).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1000);
});
