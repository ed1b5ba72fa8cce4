import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { LocalAws } from '../../../local/aws';
import { assumed, type Config, createRole, organizationRole, pipeline } from './clients';
import { startLocal } from './shared';

const account = '101010101030';
const lambdaRole = `arn:aws:iam::${account}:role/runs-functions`;
let aws: LocalAws;
let config: Config;
let client: LambdaClient;
beforeAll(async () => {
  aws = await startLocal();
  config = await assumed(pipeline(aws.endpoint), organizationRole(account));
  client = new LambdaClient(config);
  await createRole(config, 'runs-functions', { Service: 'lambda.amazonaws.com' });
});

const zip = (source: string) => zipSync({ 'index.js': strToU8(source) });
const create = (FunctionName: string, source: string, more: Partial<CreateFunctionCommandInput> = {}) =>
  client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: lambdaRole,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip(source) },
      ...more,
    }),
  );
async function invoke(FunctionName: string, more: Partial<InvokeCommandInput> = {}) {
  const answer = await client.send(new InvokeCommand({ FunctionName, ...more }));
  const text = Buffer.from(answer.Payload ?? []).toString();
  return { ...answer, payload: text ? JSON.parse(text) : undefined };
}

/** Calls STS without an SDK: the zip contains only this. */
const whoAmI = `exports.handler = async (event) => {
  const scope = [process.env.AWS_ACCESS_KEY_ID, '20261124', process.env.AWS_REGION, 'sts', 'aws4_request'].join('/');
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  });
  return { event, table: process.env.TABLE, region: process.env.AWS_REGION, identity: await answer.text() };
}`;

test('a function runs with its environment, in its region, as its role', async () => {
  await create('who', whoAmI, { Environment: { Variables: { TABLE: 'users' } } });
  const { payload, StatusCode, FunctionError } = await invoke('who', { Payload: Buffer.from('{"a":1}') });
  expect([StatusCode, FunctionError]).toEqual([200, undefined]);
  expect(payload).toMatchObject({ event: { a: 1 }, table: 'users', region: 'eu-central-1' });
  expect(payload.identity).toContain(`arn:aws:sts::${account}:assumed-role/runs-functions/who`);
});

test('new code and settings apply to the next invocation', async () => {
  await create('changing', 'exports.handler = async () => "old " + process.env.V');
  expect((await invoke('changing')).payload).toBe('old undefined');
  await client.send(
    new UpdateFunctionCodeCommand({
      FunctionName: 'changing',
      ZipFile: zip('exports.handler = async () => "new " + process.env.V'),
    }),
  );
  expect((await invoke('changing')).payload).toBe('new undefined');
  const Environment = { Variables: { V: '1' } };
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'changing', Environment }));
  expect((await invoke('changing')).payload).toBe('new 1');
});

test('a failure is reported in header and payload, and the log is returned on request', async () => {
  await create(
    'failing',
    'exports.handler = async () => { console.log("a clue"); throw new Error("broken") }',
  );
  const { FunctionError, payload, LogResult } = await invoke('failing', { LogType: 'Tail' });
  expect(FunctionError).toBe('Unhandled');
  expect(payload).toMatchObject({ errorType: 'Error', errorMessage: 'broken' });
  expect(Buffer.from(LogResult ?? '', 'base64').toString()).toMatch(/^START .*\na clue\nEND .*\nREPORT /s);
});

test('a function that exceeds its timeout is stopped', async () => {
  await create('slow', 'exports.handler = () => new Promise(() => {})', { Timeout: 1 });
  const { FunctionError, payload } = await invoke('slow');
  expect(FunctionError).toBe('Unhandled');
  expect(payload).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringContaining('Task timed out after 1.00 seconds'),
  });
});

test('concurrent events run in parallel', async () => {
  await create('parallel', 'exports.handler = async (e) => e.n');
  const events = Array.from({ length: 12 }, (_, n) =>
    invoke('parallel', { Payload: Buffer.from(`{"n":${n}}`) }),
  );
  expect((await Promise.all(events)).map(({ payload }) => payload)).toEqual(events.map((_, n) => n));
});

test("a function's output is in its log group, if there is one", async () => {
  const logs = new CloudWatchLogsClient(config);
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'own-group' }));
  await create('logging', 'exports.handler = async () => console.error("to be found")', {
    LoggingConfig: { LogGroup: 'own-group' },
  });
  await invoke('logging');
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: 'own-group' }));
  expect(events?.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^START RequestId/),
    'to be found',
    expect.stringMatching(/^END RequestId/),
    expect.stringMatching(/^REPORT RequestId/),
  ]);
});

test('an Event invocation returns immediately, and a missing function is not found', async () => {
  await create('later', 'exports.handler = async () => 1');
  expect((await invoke('later', { InvocationType: 'Event' })).StatusCode).toBe(202);
  await expect(invoke('missing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a function does not run if Lambda may not assume its role', async () => {
  await createRole(config, 'for-others', { Service: 'ec2.amazonaws.com' });
  await create('untrusted', 'exports.handler = async () => 1', {
    Role: `arn:aws:iam::${account}:role/for-others`,
  });
  await expect(invoke('untrusted')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a function receives the alias that it was called by, and aliases of a version share its process', async () => {
  await create('many', 'exports.handler = async (e, c) => ({ arn: c.invokedFunctionArn, pid: process.pid })');
  for (const Name of ['acme', 'globex'])
    await client.send(new CreateAliasCommand({ FunctionName: 'many', Name, FunctionVersion: '$LATEST' }));
  const arn = `arn:aws:lambda:eu-central-1:${account}:function:many`;
  const [plain, acme, globex, byArn] = [
    (await invoke('many')).payload,
    (await invoke('many', { Qualifier: 'acme' })).payload,
    (await invoke('many:globex')).payload,
    (await invoke(`${arn}:acme`)).payload,
  ];
  expect([plain.arn, acme.arn, globex.arn, byArn.arn]).toEqual([
    arn,
    `${arn}:acme`,
    `${arn}:globex`,
    `${arn}:acme`,
  ]);
  expect(new Set([plain.pid, acme.pid, globex.pid, byArn.pid]).size).toBe(1);
});

test('a hook receives the alias that its pool calls it by', async () => {
  await create(
    'hook',
    'exports.handler = async (e, c) => { throw new Error("called as " + c.invokedFunctionArn) }',
  );
  await client.send(
    new CreateAliasCommand({ FunctionName: 'hook', Name: 'acme', FunctionVersion: '$LATEST' }),
  );
  const LambdaArn = `arn:aws:lambda:eu-central-1:${account}:function:hook:acme`;
  const cognito = new CognitoIdentityProviderClient(config);
  const PreTokenGenerationConfig = { LambdaArn, LambdaVersion: 'V2_0' as const };
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'acme',
      UserPoolTier: 'ESSENTIALS',
      LambdaConfig: { PreTokenGenerationConfig },
    }),
  );
  const UserPoolId = UserPool?.Id;
  await client.send(
    new AddPermissionCommand({
      FunctionName: 'hook',
      Qualifier: 'acme',
      StatementId: 'acme',
      Action: 'lambda:InvokeFunction',
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: UserPool?.Arn,
    }),
  );
  const ExplicitAuthFlows = ['ALLOW_ADMIN_USER_PASSWORD_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const];
  const made = await cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web', ExplicitAuthFlows }),
  );
  const user = { UserPoolId, Username: 'user', Password: 'Correct-horse-7-battery' };
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Permanent: true }));
  const signIn = new AdminInitiateAuthCommand({
    UserPoolId,
    ClientId: made.UserPoolClient?.ClientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user.Username, PASSWORD: user.Password },
  });
  await expect(cognito.send(signIn)).rejects.toThrow(`called as ${LambdaArn}`);
});
