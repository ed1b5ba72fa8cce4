import { join } from 'node:path';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { buildSync } from 'esbuild';
import { zipSync } from 'fflate';
import { Client } from 'pg';
import type { LocalAws } from '../../../local/aws';
import { assumed, type Config, createRole, organizationRole, pipeline, query } from './clients';
import { startLocal } from './shared';

const account = '101010101040';
const host = 'customer-roles.proxy-a1b2c3d4e5f6.eu-central-1.rds.amazonaws.com';
let aws: LocalAws;
let config: Config;
let zip: Uint8Array;

/** Connects as the customer hook does, and returns what it found. */
const source = `
  import { Signer } from '@aws-sdk/rds-signer';
  import { Client } from 'pg';
  export async function handler({ host, user }) {
    const signer = new Signer({ hostname: host, port: 5432, username: user });
    const client = new Client({
      host, port: 5432, user, database: 'customers', ssl: true, password: () => signer.getAuthToken(),
    });
    try {
      await client.connect();
      const { rows } = await client.query('SELECT role FROM roles WHERE customer = $1', ['a']);
      return { roles: rows.map(({ role }) => role), authorized: client.connection.stream.authorized };
    } catch ({ code, message }) {
      return { code, message };
    } finally {
      await client.end().catch(() => {});
    }
  }`;

beforeAll(async () => {
  aws = await startLocal();
  config = await assumed(pipeline(aws.endpoint), organizationRole(account));
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: join(__dirname, '../../..') },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    external: ['pg-native', 'pg-cloudflare'],
  });
  zip = zipSync({ 'index.js': outputFiles[0]?.contents ?? new Uint8Array() });
  const answer = await fetch(`${aws.endpoint}/_local/rds/${host}`);
  const admin = new Client({ ...((await answer.json()) as object), database: 'customers' });
  await admin.connect();
  await admin.query(`
    CREATE ROLE identity_hook LOGIN IN ROLE rds_iam;
    CREATE TABLE roles (customer text, role text);
    INSERT INTO roles VALUES ('a', 'buyer');
    CREATE ROLE bare LOGIN`);
  await admin.query('GRANT SELECT ON roles TO identity_hook');
  await admin.end();
});

/** Creates a function whose role may connect as these database users, and runs it. */
async function run(
  name: string,
  { inVpc = true, mayBe = 'identity_hook', event = {} }: { inVpc?: boolean; mayBe?: string; event?: object },
) {
  await createRole(config, name, { Service: 'lambda.amazonaws.com' });
  const Resource = `arn:aws:rds-db:eu-central-1:${account}:dbuser:prx-0123456789abcdef0/${mayBe}`;
  await query(config, 'iam', {
    Action: 'PutRolePolicy',
    Version: '2010-05-08',
    RoleName: name,
    PolicyName: 'database',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'rds-db:connect', Resource }],
    }),
  });
  const lambda = new LambdaClient(config);
  const VpcConfig = { SubnetIds: ['subnet-10aa0123456789abc'], SecurityGroupIds: ['sg-10b0123456789abcd'] };
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: `arn:aws:iam::${account}:role/${name}`,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: 30,
      Code: { ZipFile: zip },
      ...(inVpc && { VpcConfig }),
    }),
  );
  const Payload = JSON.stringify({ host, user: 'identity_hook', ...event });
  const answer = await lambda.send(new InvokeCommand({ FunctionName: name, Payload }));
  return JSON.parse(answer.Payload?.transformToString() ?? '');
}

test("a function in a VPC reads from the database over TLS, with its role's token", async () => {
  expect(await run('in-vpc', {})).toEqual({ roles: ['buyer'], authorized: true });
});

test('a function outside a VPC cannot reach the proxy', async () => {
  expect(await run('outside', { inVpc: false })).toMatchObject({
    code: 'ENOTFOUND',
    message: expect.stringContaining('only be reached from inside a VPC'),
  });
});

test('a role without permission for the database user is refused', async () => {
  expect(await run('another-user', { mayBe: 'other' })).toEqual({
    code: '28000',
    message:
      'The IAM authentication failed for the role identity_hook. Check the IAM token for this role and try again.',
  });
});

test('a database user sees only what it was granted, and each proxy has its own database', async () => {
  expect(await run('ungranted', { mayBe: 'bare', event: { user: 'bare' } })).toMatchObject({ code: '42501' });
  const other = 'other.proxy-a1b2c3d4e5f6.eu-central-1.rds.amazonaws.com';
  expect(await run('elsewhere', { event: { host: other } })).toEqual({
    code: '28000',
    message: 'role "identity_hook" does not exist',
  });
});

test('only RDS hosts have a database', async () => {
  expect((await fetch(`${aws.endpoint}/_local/rds/bank.example`)).status).toBe(404);
});
