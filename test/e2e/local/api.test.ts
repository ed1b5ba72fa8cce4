import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { LambdaClient, ListFunctionsCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { send } from '../../local/apigateway/harness';
import { type TerraformFolder, terraformFolder } from '../../support/terraform';
import { assumed, type Config, organizationRole, pipeline } from './clients';

/** Allows who names a user pool whose keys it can read, as token verifiers read them, but for the tenant globex. */
const authorizer = `const { get } = require('node:https');
const keysOf = (pool) => new Promise((resolve, reject) => {
  const url = 'https://cognito-idp.' + pool.split('_')[0] + '.amazonaws.com/' + pool + '/.well-known/jwks.json';
  get(url, async (answer) => resolve(JSON.parse((await answer.toArray()).join('')).keys)).on('error', reject);
});
exports.handler = async (event) => {
  const [, pool] = event.identitySource[0].split(' ');
  if (pool === 'nobody') throw new Error('Unauthorized');
  const keys = await keysOf(pool);
  const isAuthorized = keys.every(({ kty }) => kty === 'RSA') && event.pathParameters?.tenant !== 'globex';
  return { isAuthorized, context: { flow: 'tenant', principal: 'ann' } };
}`;
const backend =
  'exports.handler = async ({ rawPath, requestContext }) => ({ rawPath, ...requestContext.authorizer.lambda })';

let aws: LocalAws;
let config: Config;
let source: string;
let terraform: TerraformFolder;
beforeAll(async () => {
  aws = await startLocalAws();
  config = await assumed(pipeline(aws.endpoint), organizationRole('101010101010'));
  source = mkdtempSync(join(tmpdir(), 'http-api-'));
  cpSync(join(__dirname, '../../fixtures/terraform/http-api'), source, { recursive: true });
  for (const [name, code] of Object.entries({ authorizer, backend }))
    writeFileSync(
      join(source, `${name}.zip`),
      zipSync({ 'index.js': [strToU8(code), { mtime: new Date(1980, 0, 2) }] }),
    );
  terraform = terraformFolder(source, aws.endpoint);
  await succeed('init');
});
afterAll(async () => {
  terraform.remove();
  rmSync(source, { recursive: true });
  await aws.stop();
});

async function succeed(...args: string[]): Promise<string> {
  const { status, text } = await terraform.run(...args);
  if (status !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${status}:\n${text}`);
  return text;
}
/** Fails, with the plan, when there is anything to change. */
const expectNoChanges = (...variables: string[]) => succeed('plan', '-detailed-exitcode', ...variables);
const apply = (...variables: string[]) => succeed('apply', '-auto-approve', ...variables);

test('an API applies, answers, changes and goes', async () => {
  expect(await apply()).toContain('13 added, 0 changed, 0 destroyed');
  await expectNoChanges();

  const apiId = (await succeed('output', '-raw', 'api')).trim();
  const cognito = new CognitoIdentityProviderClient(config);
  const pool = (await cognito.send(new CreateUserPoolCommand({ PoolName: 'users' }))).UserPool?.Id;
  const ask = async (path: string, token?: string) => {
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const host = `${apiId}.execute-api.eu-central-1.amazonaws.com`;
    const { status, body } = await send(aws.endpoint, host, path, { headers });
    return [status, JSON.parse(body)];
  };
  const payment = '/tenants/acme/payments/1';
  expect(await ask(payment, pool)).toEqual([200, { rawPath: payment, flow: 'tenant', principal: 'ann' }]);
  expect(await ask('/tenants/globex/payments/1', pool)).toEqual([403, { message: 'Forbidden' }]);
  expect(await ask(payment, 'nobody')).toEqual([401, { message: 'Unauthorized' }]);
  expect(await ask(payment)).toEqual([401, { message: 'Unauthorized' }]);
  // No such pool has keys: the function fails.
  expect(await ask(payment, 'eu-central-1_unheard')).toEqual([500, { message: 'Internal Server Error' }]);
  expect(await ask('/elsewhere', pool)).toEqual([404, { message: 'Not Found' }]);
  // Nobody speaks for that host in the local network.
  expect(await ask('/payments/1', pool)).toEqual([503, { message: 'Service Unavailable' }]);

  // Whoever takes the permission away closes the API, and the next plan brings it back, and nothing else.
  const permission = { FunctionName: 'edge-authorizer', StatementId: 'edge' };
  await new LambdaClient(config).send(new RemovePermissionCommand(permission));
  expect((await ask(payment, pool))[0]).toBe(500);
  expect(await apply()).toContain('1 added, 0 changed, 0 destroyed');
  expect((await ask(payment, pool))[0]).toBe(200);

  const logs = new CloudWatchLogsClient(config);
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/apigateway/edge' }));
  const lines = events?.map(({ message }) => JSON.parse(message ?? '')) ?? [];
  expect(lines.map(({ status }) => status)).toEqual([
    '200',
    '403',
    '401',
    '401',
    '500',
    '404',
    '503',
    '500',
    '200',
  ]);
  expect(lines[0]).toMatchObject({
    routeKey: 'GET /tenants/{tenant}/payments/{payment}',
    flow: 'tenant',
    error: '-',
  });
  expect(lines[7].error).toContain('may not invoke');

  const changed = ['-var=burst=0', '-var=description=second', '-var=more_routes=["GET /more"]'];
  // Tags of the API, the stage, the log group, the role and both functions.
  expect(await apply(...changed)).toContain('1 added, 6 changed, 0 destroyed');
  await expectNoChanges(...changed);
  expect(await ask('/more', pool)).toEqual([429, { message: 'Too Many Requests' }]);
  expect(await apply('-var=description=second')).toContain('0 added, 1 changed, 1 destroyed');
  expect((await ask('/more', pool))[0]).toBe(404);

  await succeed('destroy', '-auto-approve');
  expect((await new ApiGatewayV2Client(config).send(new GetApisCommand({}))).Items).toEqual([]);
  expect((await new LambdaClient(config).send(new ListFunctionsCommand({}))).Functions).toEqual([]);
  expect((await ask(payment, pool))[0]).toBe(404);
});
