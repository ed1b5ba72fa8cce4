import type { PoolAccess } from '../../../scripts/aws/pool-access';
import { pushSecret } from '../../../scripts/rotate/push-secret';
import { pushSecrets } from '../../../scripts/rotate/push-secrets';
import type { SecretHolder } from '../../../scripts/rotate/secret-holders';
import { CognitoStandIn, refusal, reply } from '../../functions/cognito';
import { usingEndpoint } from '../../functions/store';

// A stand-in on loopback for Secrets Manager and Cognito: both speak AWS's JSON.
const standIn = new CognitoStandIn();
usingEndpoint(() => standIn.start());
afterAll(() => standIn.stop());
beforeEach(() => {
  standIn.calls.length = 0;
});

const secret = 'S3cret.(with)*signs$&';
const holder: SecretHolder = {
  environment: 'dev',
  flow: 'internal',
  account: 'identity',
  accountId: '111111111111',
  region: 'eu-central-1',
  pool: 'dev-internal',
  provider: 'okta-oidc',
  secretName: 'fleet/internal/okta',
  detail: 'client_secret',
} as SecretHolder;

const pools: PoolAccess = {
  poolId: async ({ pool }) => (pool === 'dev-internal' ? 'eu-central-1_Abc' : undefined),
  access: async ({ region }) =>
    ({ region, credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }) }) as never,
};

const provider = {
  UserPoolId: 'eu-central-1_Abc',
  ProviderName: 'okta-oidc',
  ProviderDetails: { client_id: 'staff', client_secret: 'placeholder', oidc_issuer: 'https://okta.example' },
  AttributeMapping: { email: 'email', 'custom:groups': 'groups', username: 'sub' },
  IdpIdentifiers: ['staff.northpay.example'],
};

/** Answers as AWS where all is well, but for what a test wants otherwise. */
const answering = (otherwise: Record<string, typeof standIn.answer> = {}) => {
  standIn.answer = (call, response) => {
    const other = otherwise[call.operation];
    if (other) return other(call, response);
    if (call.operation === 'GetSecretValue') return reply(response, 200, { SecretString: `${secret}\n` });
    reply(response, 200, { IdentityProvider: provider });
  };
};
const none = refusal(400, 'ResourceNotFoundException', 'none');
const updates = () => standIn.calls.filter(({ operation }) => operation === 'UpdateIdentityProvider');

test('the secret goes into its place, and all else of the provider is sent again as it is', async () => {
  answering();
  expect(await pushSecret(pools, holder)).toEqual({ outcome: 'pushed' });
  // An update replaces each of these as a whole: what is left out would be lost.
  expect(updates().map(({ input }) => input)).toEqual([
    { ...provider, ProviderDetails: { ...provider.ProviderDetails, client_secret: secret } },
  ]);
  const [asked] = standIn.calls;
  expect(asked).toEqual({
    operation: 'GetSecretValue',
    input: { SecretId: 'fleet/internal/okta', VersionStage: 'AWSCURRENT' },
  });
});

test('a provider that has the secret is left alone', async () => {
  const details = { ...provider.ProviderDetails, client_secret: secret };
  answering({
    DescribeIdentityProvider: (_call, response) =>
      reply(response, 200, { IdentityProvider: { ...provider, ProviderDetails: details } }),
  });
  expect(await pushSecret(pools, holder)).toEqual({ outcome: 'unchanged' });
  expect(updates()).toEqual([]);
});

test.each([
  ['DescribeIdentityProvider', 'NotAuthorizedException'],
  ['UpdateIdentityProvider', 'InvalidParameterException'],
])(
  'an error of %s that quotes the secret is told without it, wherever it stands',
  async (operation, type) => {
    answering({ [operation]: refusal(400, type, `"${secret}" is no good; ${secret}${secret}`) });
    const end = await pushSecret(pools, holder);
    expect(end.outcome).toBe('failed');
    expect(JSON.stringify(end)).not.toContain(secret);
    expect(end.reason).toContain('"***" is no good; ******');
  },
);

test('what is missing is said with what to do, and nothing is written', async () => {
  answering({ GetSecretValue: none });
  expect(await pushSecret(pools, holder)).toMatchObject({
    outcome: 'no secret',
    reason: 'account identity (111111111111) has no secret fleet/internal/okta in eu-central-1',
    remedy: expect.stringContaining('--name fleet/internal/okta'),
  });
  answering({ DescribeIdentityProvider: none });
  expect(await pushSecret(pools, holder)).toMatchObject({
    outcome: 'no provider',
    reason: 'dev-internal has no identity provider okta-oidc',
    remedy: expect.stringContaining('--stack internal'),
  });
  standIn.calls.length = 0;
  expect(await pushSecret(pools, { ...holder, pool: 'other', tenant: 'acme' })).toMatchObject({
    outcome: 'no provider',
    reason: 'there is no user pool other',
    remedy: expect.stringContaining('--tenant acme'),
  });
  expect(standIn.calls).toEqual([]);
  expect(updates()).toEqual([]);
});

test('an error before there is a secret is reported as it is', async () => {
  answering({ GetSecretValue: refusal(400, 'AccessDeniedException', 'not you') });
  expect(await pushSecret(pools, holder)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('not you'),
  });
});

test('what fails at one provider keeps no other, and what an interrupt kept from starting says so', async () => {
  const interrupt = new AbortController();
  const said: string[] = [];
  answering({
    DescribeIdentityProvider: ({ input }, response) => {
      if (input.ProviderName === 'bad') return refusal(400, 'InternalErrorException')({} as never, response);
      interrupt.abort();
      reply(response, 200, { IdentityProvider: provider });
    },
  });
  const context = {
    interrupt: { signal: interrupt.signal } as never,
    say: (line: string) => said.push(line),
  };
  const ends = await pushSecrets(context as never, pools, [
    { ...holder, provider: 'bad' },
    holder,
    { ...holder, provider: 'third' },
  ]);
  expect(ends.map(({ provider, outcome }) => [provider, outcome])).toEqual([
    ['bad', 'failed'],
    ['okta-oidc', 'pushed'],
    ['third', 'not started'],
  ]);
  expect(said).toHaveLength(3);
  expect(said[2]).toContain('not started');
});
