import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { LocalAws } from '../../../local/aws';
import { assumed, type Config, createRole, organizationRole, pipeline, query } from './clients';
import { startLocal } from './shared';

const [one, two] = ['101010101010', '101010101011'] as const;
let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocal();
});

const identity = (config: Config) => new STSClient(config).send(new GetCallerIdentityCommand({}));

test("the pipeline has its own account, and every account has the organisation's role", async () => {
  const config = pipeline(aws.endpoint);
  expect((await identity(config)).Account).toBe('123456789012');
  const inOne = await assumed(config, organizationRole(one));
  expect(await identity(inOne)).toMatchObject({
    Account: one,
    Arn: `arn:aws:sts::${one}:assumed-role/OrganizationAccountAccessRole/test`,
  });
});

test('each account has its own resources', async () => {
  const dynamodb = async (account: string) =>
    new DynamoDBClient(await assumed(pipeline(aws.endpoint), organizationRole(account)));
  const [first, second] = [await dynamodb(one), await dynamodb(two)];
  await first.send(
    new CreateTableCommand({
      TableName: 'mine',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    }),
  );
  expect((await first.send(new ListTablesCommand({}))).TableNames).toEqual(['mine']);
  expect((await second.send(new ListTablesCommand({}))).TableNames).toEqual([]);
});

test('a role that does not exist, or has another path, cannot be assumed', async () => {
  const config = pipeline(aws.endpoint);
  await createRole(await assumed(config, organizationRole(one)), 'plain', { AWS: '*' });
  const wrong = [`${one}:role/missing`, `${two}:role/plain`, `${one}:role/some/path/plain`];
  for (const role of wrong)
    await expect(assumed(config, `arn:aws:iam::${role}`)).rejects.toMatchObject({ name: 'AccessDenied' });
  await assumed(config, `arn:aws:iam::${one}:role/plain`);
});

test('an assumed role may assume only roles that trust it', async () => {
  const inOne = await assumed(pipeline(aws.endpoint), organizationRole(one));
  const inTwo = await assumed(pipeline(aws.endpoint), organizationRole(two));
  await createRole(inOne, 'own', { AWS: `arn:aws:iam::${one}:root` });
  const own = `arn:aws:iam::${one}:role/own`;
  await assumed(inOne, own);
  await expect(assumed(inTwo, own)).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(assumed(inTwo, own)).rejects.toThrow(
    `User: arn:aws:sts::${two}:assumed-role/OrganizationAccountAccessRole/test is not authorized`,
  );
});

test('a pipeline job with a web identity gets only the role that trusts its subject', async () => {
  const inOne = await assumed(pipeline(aws.endpoint), organizationRole(one));
  const trust = {
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${one}:oidc-provider/ci.example` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'ci.example:sub': 'repo:main' } },
    },
  };
  await query(inOne, 'iam', {
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: 'ci',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', ...trust }),
  });
  const sts = new STSClient(pipeline(aws.endpoint));
  const token = (sub: string) =>
    `h.${Buffer.from(JSON.stringify({ iss: 'https://ci.example', sub })).toString('base64url')}.s`;
  const assume = (sub: string) =>
    sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: `arn:aws:iam::${one}:role/ci`,
        RoleSessionName: 'job',
        WebIdentityToken: token(sub),
      }),
    );
  const { Credentials } = await assume('repo:main');
  const job = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'any' };
  expect((await identity({ ...pipeline(aws.endpoint), credentials: job })).Account).toBe(one);
  await expect(assume('repo:branch')).rejects.toMatchObject({ name: 'AccessDenied' });
});
