import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { assumeRole } from '../../../scripts/aws/credentials';
import { useLocalAws } from '../../../scripts/local/environment';
import { assumed, type Config, organizationRole, pipeline, query } from './clients';

const account = '101010101010';
const hour = 3600;
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
let aws: LocalAws;
let operator: Config;

beforeAll(async () => {
  aws = await startLocalAws();
  operator = pipeline(aws.endpoint);
  const inAccount = await assumed(operator, organizationRole(account));
  const trust = [
    { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/ci.example` },
      Action: 'sts:AssumeRoleWithWebIdentity',
    },
  ];
  for (const [RoleName, more] of [
    ['plain', {}],
    ['long', { MaxSessionDuration: String(4 * hour) }],
  ] as const) {
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: trust });
    const fields = { Version: '2010-05-08', RoleName, AssumeRolePolicyDocument, ...more };
    expect(await query(inAccount, 'iam', { Action: 'CreateRole', ...fields })).toContain('<RoleName>');
    const rights = { Effect: 'Allow', Action: ['dynamodb:ListTables', 'sts:AssumeRole'], Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: rights });
    const policy = { Version: '2010-05-08', RoleName, PolicyName: 'own', PolicyDocument };
    await query(inAccount, 'iam', { Action: 'PutRolePolicy', ...policy });
  }
});
afterAll(() => aws.stop());

/** Sends the request; the result tells whether its session has a length in seconds, give or take the request itself. */
async function told(request: () => Promise<{ Credentials?: { Expiration?: Date | undefined } | undefined }>) {
  const before = Date.now();
  const { Credentials } = await request();
  const end = Credentials?.Expiration?.getTime() ?? 0;
  const [most, least] = [before, Date.now()].map((from) => Math.ceil((end - from) / 1000)) as [
    number,
    number,
  ];
  return (seconds: number) => most >= seconds && least <= seconds;
}

/** Assumes a role; the result tells whether the session has a given length. */
async function lasts(config: Config, role: string, DurationSeconds?: number) {
  const asked = { RoleArn: roleArn(role), RoleSessionName: 'test', DurationSeconds };
  return told(() => new STSClient(config).send(new AssumeRoleCommand(asked)));
}

const invalid = (message: string) => ({ name: 'ValidationError', message: expect.stringContaining(message) });

test('a session lasts one hour, or as long as requested within the limit of its role', async () => {
  expect((await lasts(operator, 'long'))(hour)).toBe(true);
  expect((await lasts(operator, 'plain', 900))(900)).toBe(true);
  expect((await lasts(operator, 'long', 4 * hour))(4 * hour)).toBe(true);
  const tooLong = invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  await expect(lasts(operator, 'long', 4 * hour + 1)).rejects.toMatchObject(tooLong);
  await expect(lasts(operator, 'plain', hour + 1)).rejects.toMatchObject(tooLong);
  for (const [seconds, limit] of [
    [899, 'greater than or equal to 900'],
    [12 * hour + 1, 'less than or equal to 43200'],
  ] as const)
    await expect(lasts(operator, 'long', seconds)).rejects.toMatchObject(
      invalid(
        `Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${limit}`,
      ),
    );
});

test('role chaining is limited to one hour, whatever the role allows', async () => {
  const chained = await assumed(operator, roleArn('long'));
  expect((await lasts(chained, 'long', hour))(hour)).toBe(true);
  await expect(lasts(chained, 'long', hour + 1)).rejects.toMatchObject(
    invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    ),
  );
});

test('a pipeline job gets sessions up to the limit of its role, since a web identity is not role chaining', async () => {
  const claims = Buffer.from(JSON.stringify({ iss: 'https://ci.example', sub: 'job' })).toString('base64url');
  const job = async (role: string, DurationSeconds: number) => {
    const asked = { RoleArn: roleArn(role), RoleSessionName: 'job', WebIdentityToken: `h.${claims}.s` };
    const sts = new STSClient(operator);
    return told(() => sts.send(new AssumeRoleWithWebIdentityCommand({ ...asked, DurationSeconds })));
  };
  expect((await job('long', 4 * hour))(4 * hour)).toBe(true);
  await expect(job('plain', 4 * hour)).rejects.toMatchObject(invalid('exceeds the MaxSessionDuration'));
});

describe('as time passes', () => {
  const everythingElse = [
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
    'setInterval',
    'clearInterval',
    'setTimeout',
    'clearTimeout',
  ] as const;
  beforeAll(() => jest.useFakeTimers({ doNotFake: [...everythingElse] }));
  afterAll(() => jest.useRealTimers());
  const pass = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1000);

  test("a session's credentials are refused once it has ended, with each service's message", async () => {
    const session = await assumed(operator, roleArn('plain'));
    const whoAmI = () => new STSClient(session).send(new GetCallerIdentityCommand({}));
    pass(hour - 60);
    await whoAmI();
    pass(61);
    const expired = 'The security token included in the request is expired';
    await expect(whoAmI()).rejects.toMatchObject({ name: 'ExpiredToken', message: expired });
    await expect(new DynamoDBClient(session).send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
      message: expired,
    });
    await expect(new S3Client(session).send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
      message: 'The provided token has expired.',
    });
    const call = new InvokeCommand({ FunctionName: 'none' });
    await expect(new LambdaClient(session).send(call)).rejects.toMatchObject({
      name: 'ExpiredTokenException',
      message: expired,
    });
    await expect(lasts(session, 'long')).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  test("the pipeline's credentials and anonymous requests do not expire", async () => {
    pass(100 * hour);
    await new STSClient(operator).send(new GetCallerIdentityCommand({}));
  });

  test('an SDK client of `fleet` still works after hours', async () => {
    const before = { ...process.env };
    useLocalAws(process.env, aws.endpoint);
    try {
      const client = new DynamoDBClient({
        ...(await assumeRole(roleArn('plain'), 'eu-central-1')),
        maxAttempts: 1,
      });
      for (let hours = 0; hours < 3; hours++) {
        await client.send(new ListTablesCommand({}));
        pass(hour + 1);
      }
    } finally {
      process.env = before;
    }
  });
});
