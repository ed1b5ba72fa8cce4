import type { LoadedEnvironment } from '../../../environments/schema';
import { providersOf } from '../../../scripts/selection/identity-providers';
import { poolsOf } from '../../../scripts/selection/pools';

const loaded = {
  environment: {
    name: 'dev',
    organization: 'northpay',
    regions: ['eu-central-1', 'eu-west-1'],
    accounts: {
      identity: { id: '111111111111', flows: ['customer', 'internal'] },
      cells: { id: '222222222222', flows: ['machine'] },
    },
    cells: { 'cell-01': { account: 'cells', regions: ['eu-central-1', 'eu-west-1'] } },
    customer: {
      socialProviders: {
        apple: { clientId: 'c', teamId: 't', keyId: 'k', secretName: 'fleet/apple' },
        google: { clientId: 'c', secretName: 'fleet/google' },
      },
    },
    internal: { okta: { oidc: { secretName: 'fleet/okta' }, saml: {} } },
    machine: {},
  },
  tenants: [
    { id: 'acme', cells: { 'eu-west-1': 'cell-01' }, identityProvider: { type: 'saml' } },
    {
      id: 'globex',
      cells: { 'eu-west-1': 'cell-01', 'eu-central-1': 'cell-01' },
      identityProvider: { type: 'oidc', secretName: 'fleet/tenants/globex' },
    },
    { id: 'hooli', cells: { 'eu-central-1': 'cell-01' } },
  ],
} as unknown as LoadedEnvironment;

test('a flow has a pool in each region of its accounts, a tenant one in each of its own regions', () => {
  const places = poolsOf(loaded).map(({ account, region, pool }) => `${account} ${region} ${pool}`);
  expect(places).toEqual([
    'identity eu-central-1 dev-customer',
    'identity eu-west-1 dev-customer',
    'identity eu-central-1 dev-internal',
    'identity eu-west-1 dev-internal',
    'cells eu-central-1 dev-machine',
    'cells eu-west-1 dev-machine',
    'cells eu-west-1 dev-tenant-acme',
    'cells eu-central-1 dev-tenant-globex',
    'cells eu-west-1 dev-tenant-globex',
    'cells eu-central-1 dev-tenant-hooli',
  ]);
});

test('a location says who owns the pool, and in which account it is', () => {
  expect(poolsOf(loaded).at(-1)).toEqual({
    environment: 'dev',
    flow: 'tenant',
    tenant: 'hooli',
    account: 'cells',
    accountId: '222222222222',
    region: 'eu-central-1',
    pool: 'dev-tenant-hooli',
  });
});

test.each([
  [
    { flow: 'customer' },
    [
      { provider: 'Google', secret: { secretName: 'fleet/google', detail: 'client_secret' } },
      { provider: 'SignInWithApple', secret: { secretName: 'fleet/apple', detail: 'private_key' } },
    ],
  ],
  [
    { flow: 'internal' },
    [
      { provider: 'okta-oidc', secret: { secretName: 'fleet/okta', detail: 'client_secret' } },
      { provider: 'okta-saml' },
    ],
  ],
  [{ flow: 'machine' }, []],
  [{ flow: 'tenant', tenant: 'acme' }, [{ provider: 'tenant-saml' }]],
  [
    { flow: 'tenant', tenant: 'globex' },
    [{ provider: 'tenant-oidc', secret: { secretName: 'fleet/tenants/globex', detail: 'client_secret' } }],
  ],
  [{ flow: 'tenant', tenant: 'hooli' }, []],
] as const)('identity providers of %j, and the secrets that they need', (place, expected) => {
  expect(providersOf(loaded, place)).toEqual(expected);
});
