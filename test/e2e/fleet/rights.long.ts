import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { accountId } from '../../../environments/names';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { realEnvironment, synthesize } from '../../invariants/fleet';
import { type Run, type TerraformFolder, terraformFolder } from '../../support/terraform';
import { assumed, type Config, organizationRole, pipeline, query } from '../local/clients';

// Reproduces permissions that were once missing or could never match in AWS: the failures of a first real apply happen
// here.

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON is untyped.
type Json = any;

const dev = realEnvironment('dev');
const account = accountId(dev.environment, 'identity');
const [region] = dev.environment.regions as [string];
const written = synthesize(dev);

let aws: LocalAws;
let root: Config;
let folder: string;
const terraforms: TerraformFolder[] = [];

/** A stack with some of its resources, in a separate folder with a local state. */
async function open(stack: string, kept: (type: string, name: string) => boolean): Promise<TerraformFolder> {
  const json: Json = structuredClone(written.get(`dev-identity-${region}-${stack}`)?.json);
  delete json.terraform.backend;
  json.resource = Object.fromEntries(
    Object.entries<Json>(json.resource).flatMap(([type, all]) => {
      const some = Object.fromEntries(Object.entries(all).filter(([name]) => kept(type, name)));
      return Object.keys(some).length > 0 ? [[type, some]] : [];
    }),
  );
  json.import = json.import?.filter(({ to }: { to: string }) => {
    const [type = '', name = ''] = to.split('.');
    return kept(type, name);
  });
  const source = join(folder, stack);
  mkdirSync(source);
  writeFileSync(join(source, 'main.tf.json'), JSON.stringify(json));
  const terraform = terraformFolder(source, aws.endpoint);
  terraforms.push(terraform);
  await succeed(terraform, 'init');
  return terraform;
}

/** Runs Terraform, and throws unless it exits with 0. */
async function succeed(terraform: TerraformFolder, ...args: string[]): Promise<void> {
  const { status, text } = await terraform.run(...args);
  if (status !== 0)
    throw new Error(
      `terraform ${args.join(' ')} ended with ${status}:\n${text.slice(text.indexOf('Error:'))}`,
    );
}

/** The text as one line, without the frame that Terraform draws around errors. */
const plain = ({ text }: Run) => text.replace(/[\s│╷╵]+/g, ' ');

const policyArn = (part: string) => `arn:aws:iam::${account}:policy/dev-fleet-deploy-${part}`;
const iam = (fields: Record<string, string>) => query(root, 'iam', { Version: '2010-05-08', ...fields });

/** Changes one policy of the deploy role; returns a function that restores it. */
async function change(part: string, edit: (statements: Json[]) => Json[]): Promise<() => Promise<void>> {
  const PolicyArn = policyArn(part);
  const found = await iam({ Action: 'GetPolicyVersion', PolicyArn, VersionId: 'v1' });
  const text = decodeURIComponent(/<Document>([^<]*)</.exec(found)?.[1] ?? '');
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: edit(JSON.parse(text).Statement),
  });
  await iam({ Action: 'CreatePolicyVersion', PolicyArn, PolicyDocument, SetAsDefault: 'true' });
  return async () => {
    await iam({ Action: 'SetDefaultPolicyVersion', PolicyArn, VersionId: 'v1' });
  };
}

beforeAll(async () => {
  aws = await startLocalAws();
  folder = mkdtempSync(join(tmpdir(), 'rights-'));
  root = await assumed(pipeline(aws.endpoint), organizationRole(account));
  // The foundation's roles and permissions, without the bucket, which would only cost time.
  const foundation = await open('foundation', (type) => !type.startsWith('aws_s3_'));
  await succeed(foundation, 'apply', '-auto-approve');
});
afterAll(async () => {
  for (const terraform of terraforms) terraform.remove();
  rmSync(folder, { recursive: true });
  await aws.stop();
});

test('without permission for KMS grants, no table can be created, and without reading its key, no replica', async () => {
  const data = await open('data', (_type, name) => name.startsWith('services'));
  const tables = async () => (await new DynamoDBClient(root).send(new ListTablesCommand({}))).TableNames;

  const allowGrants = await change('guard', (statements) =>
    statements.map((statement) => {
      const { Condition, ...rest } = statement;
      return statement.Sid === 'GrantKeys' ? rest : statement;
    }),
  );
  const refused = await data.run('apply', '-auto-approve');
  expect(refused.status).toBe(1);
  expect(plain(refused)).toMatch(
    /assumed-role\/dev-fleet-deploy\/identity-fleet is not authorized to perform: kms:CreateGrant on resource: arn:aws:kms:\S+ with an explicit deny in an identity-based policy/,
  );
  expect(await tables()).toEqual([]);
  await allowGrants();

  // The provider compares a replica's key with DynamoDB's own, which it asks for by its alias.
  const nameKeys = await change('stores', (statements) =>
    statements.filter(({ Sid }) => Sid !== 'ReadTableKeys'),
  );
  const unread = await data.run('apply', '-auto-approve');
  expect(unread.status).toBe(1);
  expect(plain(unread)).toContain('is not authorized to perform: kms:DescribeKey on resource: arn:aws:kms:');
  await nameKeys();
  await succeed(data, 'apply', '-auto-approve');
  await succeed(data, 'plan', '-detailed-exitcode');
});

test("permissions for identity pools' roles that name a pool or its tags never match", async () => {
  const deploy = await assumed(pipeline(aws.endpoint), `arn:aws:iam::${account}:role/dev-fleet-deploy`);
  const client = new CognitoIdentityClient(deploy);
  const { IdentityPoolId } = await client.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'dev-internal',
      AllowUnauthenticatedIdentities: false,
      IdentityPoolTags: { 'managed-by': 'identity-fleet', environment: 'dev' },
    }),
  );
  const Roles = { authenticated: `arn:aws:iam::${account}:role/fleet/dev/identity/staff` };
  const set = () => client.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles }));
  const rolesOf = async () =>
    (await client.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }))).Roles ?? {};

  for (const bound of [
    { Resource: [`arn:aws:cognito-identity:*:${account}:identitypool/*`] },
    { Condition: { StringEquals: { 'aws:ResourceTag/managed-by': 'identity-fleet' } } },
  ]) {
    const free = await change('identity', (statements) =>
      statements.map((statement) =>
        statement.Sid === 'SetIdentityPoolRoles' ? { ...statement, ...bound } : statement,
      ),
    );
    await expect(set()).rejects.toThrow(
      'cognito-identity:SetIdentityPoolRoles on resource: * because no identity',
    );
    expect(await rolesOf()).toEqual({});
    await free();
  }
  await set();
  expect(await rolesOf()).toEqual(Roles);
});
