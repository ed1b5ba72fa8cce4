import { Client, type ClientConfig } from 'pg';
import { host, startRds, token } from './harness';

let rds: Awaited<ReturnType<typeof startRds>>;
let admin: Client;
const log = jest.spyOn(console, 'error').mockImplementation(() => {});
beforeAll(async () => {
  rds = await startRds();
  const port = await rds.rds.administratorPort(host);
  admin = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'customers' });
  await admin.connect();
  await admin.query(`
    CREATE ROLE hook LOGIN IN ROLE rds_iam;
    CREATE ROLE rogue LOGIN;
    CREATE ROLE bolted NOLOGIN;
    CREATE TABLE roles (customer text, role text);
    CREATE TABLE secrets (secret text);
    INSERT INTO roles VALUES ('a', 'buyer'), ('a', 'seller'), ('b', 'buyer');
    GRANT SELECT ON roles TO hook`);
});
afterAll(async () => {
  await admin.end();
  await rds.rds.stop();
});

const open: Client[] = [];
afterEach(async () => {
  for (const client of open.splice(0)) await client.end();
});

/** Connects as the hook does: with TLS and a token, made for the user unless a password is given. */
async function connect(changed: ClientConfig = {}): Promise<Client> {
  const user = changed.user ?? 'hook';
  const client = new Client({
    host: '127.0.0.1',
    port: rds.port,
    database: 'customers',
    user,
    password: () => token({ username: user }),
    ssl: { ca: rds.ca, servername: host },
    ...changed,
  });
  await client.connect();
  open.push(client);
  return client;
}
const refusal = (changed: ClientConfig) =>
  connect(changed).then(
    () => 'connected',
    ({ code, message }) => `${code} ${message}`,
  );

test('a token opens the database, with the rights of its role only', async () => {
  const client = await connect();
  const roles = { text: 'SELECT role FROM roles WHERE customer = $1 ORDER BY role', values: ['a'] };
  expect((await client.query(roles)).rows).toEqual([{ role: 'buyer' }, { role: 'seller' }]);
  const { rows } = await client.query('SELECT current_user, session_user');
  expect(rows).toEqual([{ current_user: 'hook', session_user: 'hook' }]);
  for (const sql of ['SELECT * FROM secrets', 'DELETE FROM roles', 'CREATE ROLE mine'])
    await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
});

test.each([
  'RESET SESSION AUTHORIZATION',
  'SET SESSION AUTHORIZATION postgres',
  "SELECT set_config('session_authorization', 'postgres', false)",
  'SET session /* */ authorization DEFAULT',
  'SET ROLE postgres',
])('nobody can leave their role: %s', async (sql) => {
  const client = await connect();
  await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
  await expect(client.query('SELECT * FROM secrets')).rejects.toMatchObject({ code: '42501' });
});

test('what a client sets and prepares is its own, however clients take turns', async () => {
  const first = await connect({ statement_timeout: 1234, application_name: "o'ne" });
  const second = await connect({ application_name: 'two' });
  const settings = async (client: Client) =>
    (
      await client.query(
        "SELECT current_setting('application_name') AS name, current_setting('statement_timeout') AS time",
      )
    ).rows[0];
  const prepared = (client: Client, text: string) =>
    client.query({ name: 'same', text, values: ['b'] }).then(({ rows }) => rows);
  for (let round = 0; round < 2; round += 1) {
    expect(await settings(first)).toEqual({ name: "o'ne", time: '1234ms' });
    expect(await settings(second)).toEqual({ name: 'two', time: '0' });
    expect(await prepared(first, 'SELECT role FROM roles WHERE customer = $1')).toEqual([{ role: 'buyer' }]);
    expect(await prepared(second, 'SELECT $1 AS given')).toEqual([{ given: 'b' }]);
  }
});

test('settings that an administrator gave to a role apply, unless the client asks for others', async () => {
  await admin.query(`
    ALTER DATABASE customers SET lock_timeout = '7s';
    ALTER ROLE hook SET statement_timeout = '2s';
    ALTER ROLE hook SET default_transaction_read_only = on;
    CREATE TABLE written (n int);
    GRANT ALL ON written TO hook`);
  const show = async (client: Client) =>
    (
      await client.query(
        "SELECT current_setting('statement_timeout') AS s, current_setting('lock_timeout') AS l",
      )
    ).rows;
  const client = await connect();
  expect(await show(client)).toEqual([{ s: '2s', l: '7s' }]);
  await expect(client.query('INSERT INTO written VALUES (1)')).rejects.toMatchObject({ code: '25006' });
  expect(await show(await connect({ statement_timeout: 900 }))).toEqual([{ s: '900ms', l: '7s' }]);
  // And they belong to no one else.
  await admin.query('INSERT INTO written VALUES (1)');
  await admin.query('ALTER ROLE hook RESET ALL; ALTER DATABASE customers RESET ALL');
});

test('many clients at once are served one after another, each in its own transaction', async () => {
  await admin.query(
    'CREATE TABLE counter (n int); INSERT INTO counter VALUES (0); GRANT ALL ON counter TO hook',
  );
  const add = async () => {
    const client = await connect();
    await client.query('BEGIN');
    const n = (await client.query('SELECT n FROM counter')).rows[0].n;
    await client.query('UPDATE counter SET n = $1', [n + 1]);
    await client.query('COMMIT');
  };
  await Promise.all(Array.from({ length: 5 }, add));
  expect((await admin.query('SELECT n FROM counter')).rows).toEqual([{ n: 5 }]);
});

test('what a client leaves open is rolled back, and the next one is served', async () => {
  const client = await connect();
  await client.query('BEGIN');
  await expect(client.query('SELECT * FROM secrets')).rejects.toMatchObject({ code: '42501' });
  const next = admin.query('SELECT count(*)::int AS n FROM secrets');
  await client.end();
  open.length = 0;
  expect((await next).rows).toEqual([{ n: 0 }]);
});

test.each<[string, () => ClientConfig | Promise<ClientConfig>, string]>([
  ['a password that is not a token', () => ({ password: 'secret' }), '28000 The IAM authentication failed'],
  ['no password', () => ({ password: '' }), '28000 The IAM authentication failed'],
  [
    "another user's token",
    async () => ({ user: 'rogue', password: await token() }),
    '28000 The IAM authentication failed for the role rogue',
  ],
  [
    'a forged token',
    async () => ({
      password: await token({ credentials: { accessKeyId: 'ASIAHOOK', secretAccessKey: 'guess' } }),
    }),
    '28000 The IAM authentication failed',
  ],
  ['a role that is not there', () => ({ user: 'nobody' }), '28000 role "nobody" does not exist'],
  [
    'a role that may not log in',
    () => ({ user: 'bolted' }),
    '28000 role "bolted" is not permitted to log in',
  ],
  ['a database that is not there', () => ({ database: 'other' }), '3D000 database "other" does not exist'],
  ['no TLS', () => ({ ssl: false }), '28000 This RDS proxy requires TLS connections.'],
  ['no trust in our authority', () => ({ ssl: { servername: host } }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [
    'the name of a host that is not of RDS',
    () => ({ ssl: { ca: rds.ca, servername: 'bank.example' } }),
    'ECONN',
  ],
])('refused: %s', async (_name, changed, words) => {
  expect(await refusal(await changed())).toContain(words);
});

test("a token for one host does not open another's database", async () => {
  const other = 'other.proxy-a1b2.eu-central-1.rds.amazonaws.com';
  log.mockClear();
  expect(await refusal({ ssl: { ca: rds.ca, servername: other } })).toContain('IAM authentication failed');
  expect(log.mock.calls.join()).toContain(`the token is for ${host}:5432, not ${other}:5432`);
});

test('a role whose policies do not name the database user is refused', async () => {
  const policies = [
    { Statement: [] },
    {
      Statement: {
        Effect: 'Allow',
        Action: 'rds-db:connect',
        Resource: 'arn:aws:rds-db:eu-central-1:101010101010:dbuser:prx-1/other',
      },
    },
    {
      Statement: {
        Effect: 'Allow',
        Action: 'rds-db:connect',
        Resource: 'arn:aws:rds-db:eu-west-1:101010101010:dbuser:prx-1/hook',
      },
    },
    {
      Statement: {
        Effect: 'Allow',
        Action: 'rds-db:connect',
        Resource: 'arn:aws:rds-db:eu-central-1:101010101011:dbuser:prx-1/hook',
      },
    },
  ];
  for (const policy of policies) {
    const strict = await startRds(policy);
    const { port, ca } = strict;
    expect(await refusal({ port, ssl: { ca, servername: host } })).toContain('28000 The IAM authentication');
    await strict.rds.stop();
  }
});

test("only postgres can sign in at the administrator's port", async () => {
  const port = await rds.rds.administratorPort(host);
  expect(await refusal({ port, ssl: false })).toContain('28000 the administrator of a local database');
});
