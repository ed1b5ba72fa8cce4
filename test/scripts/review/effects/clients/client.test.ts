import fc from 'fast-check';
import type { Attributes } from '../../../../../scripts/review/planned';
import { client, pool, service } from '../full';
import { edit, effects, ids, planned, seesWeakening, type Weakening } from '../planned';

const type = 'aws_cognito_user_pool_client';
const standing = [planned(type, client, client, { action: 'none' })];
/** Effects of a new client in a pool with others. */
const created = (after: Attributes, others = standing) => effects(type, undefined, after, {}, others);

const weakenings: Weakening[] = [
  [
    'access_token_validity',
    15,
    60,
    'tokens-longer',
    'access tokens would be valid for 1 hour, now 15 minutes',
  ],
  ['id_token_validity', 15, 90, 'tokens-longer', 'ID tokens would be valid for 90 minutes, now 15 minutes'],
  ['refresh_token_validity', 24, 72, 'tokens-longer', 'refresh tokens would be valid for 3 days, now 1 day'],
  ['token_validity_units.access_token', 'minutes', 'hours', 'tokens-longer', /15 hours, now 15 minutes/],
  ['token_validity_units.refresh_token', 'hours', 'days', 'tokens-longer', /24 days, now 1 day/],
  ['token_validity_units.refresh_token', 'hours', null, 'tokens-longer', /24 days, now 1 day/],
  [
    'access_token_validity',
    15,
    0,
    'tokens-longer',
    'access tokens would be valid for 1 hour, now 15 minutes',
  ],
  [
    'refresh_token_validity',
    24,
    null,
    'tokens-longer',
    'refresh tokens would be valid for 30 days, now 1 day',
  ],
  ['refresh_token_rotation', [{ feature: 'ENABLED' }], [], 'tokens-longer', /its whole life/],
  [
    'refresh_token_rotation.retry_grace_period_seconds',
    10,
    60,
    'tokens-longer',
    'a refresh token would stay valid for 1 minute after its use, now 10 seconds',
  ],
  ['enable_token_revocation', true, false, 'revocation-off', 'its tokens could no longer be revoked'],
  [
    'prevent_user_existence_errors',
    'ENABLED',
    'LEGACY',
    'user-existence-shown',
    'it would reveal whether someone has an account',
  ],
  ['prevent_user_existence_errors', 'ENABLED', null, 'user-existence-shown', /has an account/],
  ['generate_secret', true, false, 'secret-dropped', 'it would no longer need a secret'],
  [
    'allowed_oauth_flows',
    ['code'],
    ['code', 'implicit'],
    'oauth-wider',
    'it could get tokens through implicit',
  ],
  [
    'allowed_oauth_scopes',
    ['openid'],
    ['openid', 'aws.cognito.signin.user.admin'],
    'oauth-wider',
    'it could get tokens with aws.cognito.signin.user.admin',
  ],
  ['allowed_oauth_flows_user_pool_client', false, true, 'oauth-wider', /through OAuth/],
  [
    'explicit_auth_flows',
    ['ALLOW_USER_SRP_AUTH'],
    ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
    'auth-flows-wider',
    'it could sign people in with ALLOW_USER_PASSWORD_AUTH',
  ],
  ['explicit_auth_flows', ['ALLOW_REFRESH_TOKEN_AUTH'], [], 'auth-flows-wider', /ALLOW_CUSTOM_AUTH and/],
  ['read_attributes', ['email'], ['email', 'birthdate'], 'attributes-wider', 'it could read birthdate'],
  ['read_attributes', ['email'], [], 'attributes-wider', /read address, .*email_verified/],
  [
    'write_attributes',
    ['name'],
    ['name', 'custom:tenant_id'],
    'attributes-wider',
    'it could write custom:tenant_id',
  ],
  ['write_attributes', ['name'], null, 'attributes-wider', /write address, .*phone_number/],
  [
    'callback_urls',
    ['https://acme.example/in'],
    ['https://acme.example/in', 'https://evil.example/in'],
    'callbacks-wider',
    'codes and tokens could be sent to https://evil.example',
  ],
];

test.each(weakenings)('%s from %j to %j', (...row) => seesWeakening(type, client, row));

test.each([
  ['http', 'http://acme.example/in', 'http://acme.example/in (not encrypted)'],
  ['a local address', 'http://localhost:3000/in', 'http://localhost:3000/in (not encrypted)'],
  ['an app', 'com.acme.app://signed-in', 'com.acme.app://signed-in (a scheme that any app may claim)'],
  ['an app without a host', 'com.acme.app:/signed-in', 'com.acme.app:… (a scheme that any app may claim)'],
  ['a wildcard in the path', 'https://acme.example/*', 'https://acme.example/* (a wildcard)'],
  ['a wildcard in the host', 'https://*.acme.example/in', 'https://*.acme.example/in (a wildcard)'],
  ['another port', 'https://acme.example:9443/in', 'https://acme.example:9443'],
  [
    'a host that only starts the same',
    'https://acme.example.evil.example/in',
    'https://acme.example.evil.example',
  ],
  ['credentials, which stay unseen', 'https://me:hunter2@acme.example/in', 'https://acme.example/in'],
  [
    'a query, which stays unseen',
    'http://acme.example/in?key=hunter2',
    'http://acme.example/in (not encrypted)',
  ],
  ['no URL at all', 'hunter2', 'something that is not a URL (a scheme that any app may claim)'],
])('a callback to %s is wider', (_, url, shown) => {
  const after = edit(client, 'callback_urls', ['https://acme.example/signed-in', url]);
  expect(effects(type, client, after)).toEqual([
    { id: 'callbacks-wider', what: `codes and tokens could be sent to ${shown}`, path: 'callback_urls' },
  ]);
});

test('logout URLs are judged in the same way', () => {
  expect(effects(type, client, edit(client, 'logout_urls', ['https://evil.example/']))).toEqual([
    {
      id: 'logout-wider',
      what: 'people who sign out could be sent to https://evil.example',
      path: 'logout_urls',
    },
  ]);
});

test('another path on a known host, or a removed host, is not wider', () => {
  const after = edit(client, 'callback_urls', ['https://ACME.example:443/other?x=1']);
  expect(effects(type, client, after)).toEqual([]);
});

test('https callbacks are wider exactly if a host is new', () => {
  const hosts = fc.subarray(['a.example', 'b.example', 'c.example:8443', 'd.example']);
  const urls = (some: string[], path: string) => some.map((host) => `https://${host}/${path}`);
  fc.assert(
    fc.property(hosts, hosts, (before, after) => {
      const found = ids(
        type,
        edit(client, 'callback_urls', urls(before, 'x')),
        edit(client, 'callback_urls', urls(after, 'y')),
      );
      const wider = after.some((host) => !before.includes(host));
      expect(found).toEqual(wider ? ['callbacks-wider'] : []);
    }),
  );
});

test('tokens are longer exactly if their number of seconds grows', () => {
  const units = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
  const unit = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
  const life = fc.tuple(fc.integer({ min: 1, max: 100 }), unit);
  const kind = fc.constantFrom('access', 'id', 'refresh');
  fc.assert(
    fc.property(kind, life, life, (of, [x, xUnit], [y, yUnit]) => {
      const at = (value: number, unit: string) =>
        edit(edit(client, `${of}_token_validity`, value), `token_validity_units.${of}_token`, unit);
      const longer = y * units[yUnit] > x * units[xUnit];
      expect(ids(type, at(x, xUnit), at(y, yUnit))).toEqual(longer ? ['tokens-longer'] : []);
    }),
  );
});

test('older flow names without a prefix mean the same', () => {
  const [former, now] = ['USER_PASSWORD_AUTH', 'ALLOW_USER_PASSWORD_AUTH'].map((flow) =>
    edit(client, 'explicit_auth_flows', [flow]),
  );
  expect(effects(type, former, now)).toEqual([]);
  expect(effects(type, now, former)).toEqual([]);
});

test('a client’s providers: an additional one signs people in, and a removed one locks out its users', () => {
  const after = edit(client, 'supported_identity_providers', ['COGNITO', 'google']);
  expect(effects(type, client, after)).toEqual([
    {
      id: 'auth-flows-wider',
      what: 'it could sign people in through google',
      path: 'supported_identity_providers',
    },
    {
      id: 'provider-removed',
      what: 'it would no longer sign anyone in through tenant-saml',
      path: 'supported_identity_providers',
    },
  ]);
});

test('the scopes of an existing service are its rights', () => {
  const after = edit(service, 'allowed_oauth_scopes', ['ledger/post', 'payments/read', 'payments/write']);
  expect(effects(type, service, after)).toEqual([
    {
      id: 'service-scopes-grow',
      what: 'it could get tokens with payments/write',
      path: 'allowed_oauth_scopes',
    },
  ]);
  expect(effects(type, after, service)).toEqual([]);
});

describe('a new client', () => {
  test('that gives no more than the pool’s other clients has no effect', () => {
    expect(created({ ...client, id: null, callback_urls: ['https://acme.example/second'] })).toEqual([]);
  });

  test('is judged by what none of them had before', () => {
    const wild = {
      ...client,
      allowed_oauth_flows: ['implicit'],
      callback_urls: ['http://localhost/in'],
      explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH'],
      write_attributes: ['custom:tenant_id'],
    };
    expect(created(wild).map(({ id }) => id)).toEqual([
      'callbacks-wider',
      'oauth-wider',
      'auth-flows-wider',
      'attributes-wider',
    ]);
  });

  test('in a new pool, or one without clients, has no effect', () => {
    const wild = { ...client, callback_urls: ['http://localhost/in'] };
    const { user_pool_id: _, ...unplaced }: Attributes = wild;
    expect(effects(type, undefined, unplaced, { unknown: { user_pool_id: true } }, standing)).toEqual([]);
    expect(created(wild, [])).toEqual([]);
    expect(created(wild, [planned(type, { ...client, user_pool_id: 'other' }, undefined)])).toEqual([]);
  });

  test('of a service has the scopes from its file; in a pool of users, its flow is judged', () => {
    const another = { ...service, allowed_oauth_scopes: ['payments/write'] };
    expect(created(another, [planned(type, service, service)])).toEqual([]);
    expect(created(another).map(({ id }) => id)).toContain('oauth-wider');
  });
});

test('a partly unknown list is judged by its known entries, and never for missing ones', () => {
  const half = edit(client, 'supported_identity_providers', ['google', null]);
  const unknown = { supported_identity_providers: [false, true] };
  expect(ids(type, client, half, { unknown })).toEqual(['auth-flows-wider']);
});

test.each([
  'access_token_validity',
  'token_validity_units',
  'callback_urls',
  'explicit_auth_flows',
  'prevent_user_existence_errors',
  'enable_token_revocation',
  'generate_secret',
  'read_attributes',
  'write_attributes',
  'refresh_token_rotation',
  'supported_identity_providers',
])('an unknown %s does not count as removed', (attribute) => {
  expect(effects(type, client, edit(client, attribute, null), { unknown: { [attribute]: true } })).toEqual(
    [],
  );
});

test('destroying a client has no effect of its own', () => {
  expect(effects(type, client, undefined)).toEqual([]);
  expect(effects(type, client, undefined, {}, [planned('aws_cognito_user_pool', pool, undefined)])).toEqual(
    [],
  );
});
