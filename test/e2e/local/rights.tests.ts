import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import type { Statement } from '../../../local/iam/policy';
import type { RoleReport } from '../../../local/iam/usage';
import { assumed, type Config, createRole, organizationRole, pipeline, query } from './clients';
import { startLocal } from './shared';

const account = '101010101050';
const region = 'eu-central-1';
const roleArn = `arn:aws:iam::${account}:role/tester`;
const session = `arn:aws:sts::${account}:assumed-role/tester/test`;
let aws: LocalAws;
let root: Config;
let tester: Config;

/** Replaces the role's permissions. */
const grant = (...Statement: Statement[]) =>
  query(root, 'iam', {
    Action: 'PutRolePolicy',
    Version: '2010-05-08',
    RoleName: 'tester',
    PolicyName: 'own',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
const allow = (Action: string | string[], Resource: string | string[] = '*', Condition = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
});
const refusal = (
  action: string,
  resource: string,
  why = `because no identity-based policy allows the ${action} action`,
) => `User: ${session} is not authorized to perform: ${action} on resource: ${resource} ${why}`;

beforeAll(async () => {
  aws = await startLocal();
  root = await assumed(pipeline(aws.endpoint), organizationRole(account));
  await createRole(root, 'tester', { AWS: `arn:aws:iam::${account}:root` });
  tester = await assumed(pipeline(aws.endpoint), roleArn);
});
beforeEach(() => grant());

const table = (TableName: string, more: object = {}) =>
  new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    ...more,
  });
const tableArn = (name: string) => `arn:aws:dynamodb:${region}:${account}:table/${name}`;

test('a role may do only what its policies allow, but may always ask for its identity', async () => {
  expect((await new STSClient(tester).send(new GetCallerIdentityCommand({}))).Arn).toBe(session);
  const dynamodb = new DynamoDBClient(tester);
  await expect(dynamodb.send(table('t'))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: refusal('dynamodb:CreateTable', tableArn('t')),
  });
  await grant(allow('dynamodb:CreateTable', tableArn('t')));
  await dynamodb.send(table('t'));
  await expect(dynamodb.send(table('u'))).rejects.toThrow(refusal('dynamodb:CreateTable', tableArn('u')));
  // The organisation's role is not restricted.
  expect((await new DynamoDBClient(root).send(new ListTablesCommand({}))).TableNames).toEqual(['t']);
});

test.each<[string, string, () => Promise<unknown>]>([
  [
    's3:GetObject',
    'arn:aws:s3:::b/k',
    () => new S3Client(tester).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
  ],
  [
    'lambda:GetFunction',
    `arn:aws:lambda:${region}:${account}:function:f`,
    () => new LambdaClient(tester).send(new GetFunctionCommand({ FunctionName: 'f' })),
  ],
  [
    'apigateway:GET',
    `arn:aws:apigateway:${region}::/apis`,
    () => new ApiGatewayV2Client(tester).send(new GetApisCommand({})),
  ],
])("%s is refused with its service's message and protocol", async (action, resource, ask) => {
  await expect(ask()).rejects.toThrow(refusal(action, resource));
});

test('a form request is refused in the query protocol', async () => {
  const TopicArn = `arn:aws:sns:${region}:${account}:t`;
  expect(
    await query(tester, 'sns', { Action: 'GetTopicAttributes', Version: '2010-03-31', TopicArn }),
  ).toContain(`<Code>AccessDenied</Code><Message>${refusal('sns:GetTopicAttributes', TopicArn)}</Message>`);
});

test('no role may call actions that the local AWS does not know', async () => {
  await grant(allow('*'));
  expect(await query(tester, 'lambda', { Action: 'Guess' })).toContain("can't tell which action");
});

test('conditions on tags of the request and of the resource are checked', async () => {
  const cognito = new CognitoIdentityProviderClient(tester);
  const ours = { 'aws:RequestTag/team': 'identity' };
  await grant(
    allow(['cognito-idp:CreateUserPool', 'cognito-idp:TagResource'], '*', { StringEquals: ours }),
    allow('cognito-idp:DescribeUserPool', '*', { StringEquals: { 'aws:ResourceTag/team': 'identity' } }),
  );
  const create = (UserPoolTags?: Record<string, string>) =>
    cognito.send(new CreateUserPoolCommand({ PoolName: 'p', ...(UserPoolTags && { UserPoolTags }) }));
  await expect(create()).rejects.toThrow('cognito-idp:CreateUserPool');
  await expect(create({ team: 'others' })).rejects.toThrow('cognito-idp:CreateUserPool');
  const { UserPool } = await create({ team: 'identity' });
  await cognito.send(new DescribeUserPoolCommand({ UserPoolId: UserPool?.Id }));
  const other = await new CognitoIdentityProviderClient(root).send(
    new CreateUserPoolCommand({ PoolName: 'q' }),
  );
  await expect(cognito.send(new DescribeUserPoolCommand({ UserPoolId: other.UserPool?.Id }))).rejects.toThrow(
    refusal('cognito-idp:DescribeUserPool', other.UserPool?.Arn ?? ''),
  );
});

test('passing a role to a service needs permission for that role and service', async () => {
  const passed = `arn:aws:iam::${account}:role/runner`;
  await createRole(root, 'runner', { Service: 'lambda.amazonaws.com' });
  const create = () =>
    new LambdaClient(tester).send(
      new CreateFunctionCommand({
        FunctionName: 'f',
        Role: passed,
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Code: { ZipFile: Buffer.from('no zip') },
      }),
    );
  const to = (service: string) =>
    grant(
      allow('lambda:CreateFunction'),
      allow('iam:PassRole', passed, { StringEquals: { 'iam:PassedToService': service } }),
    );
  await to('ec2.amazonaws.com');
  await expect(create()).rejects.toThrow(refusal('iam:PassRole', passed));
  await to('lambda.amazonaws.com');
  expect((await create()).Role).toBe(passed);
});

/** Creates a key with KMS's default policy, which leaves permissions to the account's policies. */
async function createKey(): Promise<string> {
  const scope = `${root.credentials.accessKeyId}/20261124/${region}/kms/aws4_request`;
  const answer = await fetch(aws.endpoint, {
    method: 'POST',
    headers: {
      'x-amz-target': 'TrentService.CreateKey',
      'content-type': 'application/x-amz-json-1.1',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: '{}',
  });
  return ((await answer.json()) as { KeyMetadata: { Arn: string } }).KeyMetadata.Arn;
}

test('encrypted objects need permission to use the key, and the bucket may deny what the role allows', async () => {
  const [bucket, text] = ['sealed', { Key: 'k', Body: 'text' }];
  const s3 = new S3Client({ ...root, forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  const key = await createKey();
  const rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: key },
  };
  await s3.send(
    new PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
  );
  const put = () =>
    new S3Client({ ...tester, forcePathStyle: true }).send(new PutObjectCommand({ Bucket: bucket, ...text }));
  const objects = allow('s3:*', `arn:aws:s3:::${bucket}/*`);
  await grant(objects);
  await expect(put()).rejects.toThrow(refusal('kms:GenerateDataKey', key));
  const via = { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } };
  await grant(objects, allow('kms:GenerateDataKey', key, via));
  await put();

  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucket}/*`,
    },
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  await expect(put()).rejects.toThrow('with an explicit deny in a resource-based policy');
});

test("a session policy limits the role's permissions", async () => {
  await grant(allow('dynamodb:*'));
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: allow('dynamodb:CreateTable') });
  const { Credentials } = await new STSClient(pipeline(aws.endpoint)).send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'test', Policy }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const bounded = new DynamoDBClient({ ...tester, credentials });
  await bounded.send(table('bounded'));
  await expect(bounded.send(new ListTablesCommand({}))).rejects.toThrow(
    refusal('dynamodb:ListTables', '*', 'because no session policy allows the dynamodb:ListTables action'),
  );
});

test('the permissions that roles used, never used and were refused are reported', async () => {
  await grant(allow(['dynamodb:ListTables', 'dynamodb:CreateTable']), allow('sns:Publish'));
  await new DynamoDBClient(tester).send(new ListTablesCommand({}));
  await expect(
    new LambdaClient(tester).send(new GetFunctionCommand({ FunctionName: 'g' })),
  ).rejects.toThrow();
  const roles = (await (await fetch(`${aws.endpoint}/_local/rights`)).json()) as RoleReport[];
  const report = roles.find(({ role }) => role === roleArn);
  expect(report?.used).toContainEqual({ action: 'dynamodb:ListTables', resources: ['*'] });
  expect(report?.unused).toEqual(['sns:Publish']);
  expect(report?.refused).toContainEqual({
    action: 'lambda:GetFunction',
    resource: `arn:aws:lambda:${region}:${account}:function:g`,
    why: 'because no identity-based policy allows the action',
  });
});

test('without enforcement, a role may do everything', async () => {
  const open = await startLocalAws({ rights: false });
  try {
    const there = await assumed(pipeline(open.endpoint), organizationRole(account));
    await createRole(there, 'tester', { AWS: `arn:aws:iam::${account}:root` });
    await new DynamoDBClient(await assumed(pipeline(open.endpoint), roleArn)).send(table('t'));
  } finally {
    await open.stop();
  }
});
