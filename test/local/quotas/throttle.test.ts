import { ApiGatewayV2 } from '@aws-sdk/client-apigatewayv2';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { Lambda } from '@aws-sdk/client-lambda';
import { VerifiedPermissions } from '@aws-sdk/client-verifiedpermissions';
import type { Accounts } from '../../../local/accounts';
import { type Front, startFront } from '../../../local/front';
import type { RateQuota } from '../../../local/quotas/rate-quota';
import { RequestThrottle } from '../../../local/quotas/throttle';
import { json } from '../../../local/service';

const twice = (service: string, operations: RateQuota['operations'], more: Partial<RateQuota> = {}) => ({
  service,
  name: 'twice',
  operations,
  perSecond: 2,
  counted: 'together' as const,
  ...more,
});

const quotas: RateQuota[] = [
  twice('cognito-idp', ['DescribeUserPool', 'ListUserPools']),
  twice('cognito-idp', ['DescribeUserPoolClient', 'ListUserPoolClients'], {
    counted: 'each',
    within: 'UserPoolId',
  }),
  twice('verifiedpermissions', ['GetPolicyStore', 'ListPolicyStores'], { counted: 'each' }),
  twice('lambda', { except: ['GetPolicy'] }),
  twice('apigateway', { except: [] }, { burst: 1 }),
  twice('cloudwatch', ['DescribeAlarms']),
];

let now = 0;
let throttle: RequestThrottle;
let front: Front;
const clients: { destroy(): void }[] = [];

beforeEach(() => {
  now = 0;
  throttle = new RequestThrottle(quotas, () => now);
});
beforeAll(async () => {
  // An access key belongs to its account.
  const accounts = { identityOf: (account: string) => ({ account }) } as Accounts;
  const parts = { services: [], forward: async () => json(200, {}), accounts };
  front = await startFront(0, { ...parts, hindered: async (request) => throttle.refusal(request) });
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await front.close();
});

function clientOf<C extends { destroy(): void }>(
  Client: new (settings: object) => C,
  accessKeyId = '111111111111',
  region = 'eu-central-1',
): C {
  const credentials = { accessKeyId, secretAccessKey: 'test' };
  const client = new Client({ endpoint: front.endpoint, region, credentials, maxAttempts: 1 });
  clients.push(client);
  return client;
}

/** The result: `ok`, or the error's name and status. */
const said = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'ok',
    ({ name, $metadata }) => `${name} ${$metadata.httpStatusCode}`,
  );

test('operations of one quota count together, separately for each account and region; tokens are refilled', async () => {
  const here = clientOf(CognitoIdentityProvider);
  const describe = (client = here) => said(client.describeUserPool({ UserPoolId: 'p_1' }));
  expect(await describe()).toBe('ok');
  expect(await said(here.listUserPools({ MaxResults: 1 }))).toBe('ok');
  expect(await describe()).toBe('TooManyRequestsException 400');
  expect(await describe(clientOf(CognitoIdentityProvider, '111111111111', 'eu-west-1'))).toBe('ok');
  expect(await describe(clientOf(CognitoIdentityProvider, '222222222222'))).toBe('ok');
  expect(await said(here.listUserPoolClients({ UserPoolId: 'p_1' }))).toBe('ok');
  now = 500;
  expect([await describe(), await describe()]).toEqual(['ok', 'TooManyRequestsException 400']);
});

test('what counts for one pool does not affect other pools or other operations', async () => {
  const cognito = clientOf(CognitoIdentityProvider);
  const list = (UserPoolId: string) => said(cognito.listUserPoolClients({ UserPoolId }));
  expect([await list('a'), await list('a'), await list('a')]).toEqual([
    'ok',
    'ok',
    'TooManyRequestsException 400',
  ]);
  expect(await list('b')).toBe('ok');
  expect(await said(cognito.describeUserPoolClient({ UserPoolId: 'a', ClientId: 'c' }))).toBe('ok');
});

test('each service reports it in its own format', async () => {
  const [avp, lambda] = [clientOf(VerifiedPermissions), clientOf(Lambda)];
  const [gateway, alarms] = [clientOf(ApiGatewayV2), clientOf(CloudWatch)];
  const thrice = async (ask: () => Promise<unknown>) => [
    await said(ask()),
    await said(ask()),
    await said(ask()),
  ];
  expect((await thrice(() => avp.getPolicyStore({ policyStoreId: 's' })))[2]).toBe('ThrottlingException 400');
  expect(await said(avp.listPolicyStores({}))).toBe('ok');
  expect((await thrice(() => lambda.getFunction({ FunctionName: 'f' })))[2]).toBe(
    'TooManyRequestsException 429',
  );
  expect(await thrice(() => lambda.getPolicy({ FunctionName: 'f' }))).toEqual(['ok', 'ok', 'ok']);
  expect((await thrice(() => gateway.getApis({})))[1]).toBe('TooManyRequestsException 429');
  expect((await thrice(() => alarms.describeAlarms({})))[2]).toBe('ThrottlingException 400');
});

test('unsigned requests do not count', async () => {
  const headers = {
    'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools',
    'content-type': 'application/x-amz-json-1.1',
  };
  for (const _ of [1, 2, 3])
    expect((await fetch(front.endpoint, { method: 'POST', headers, body: '{}' })).status).toBe(200);
});
