import { exportJWK, generateKeyPair } from 'jose';
import { action, failureOf, newStore, payment } from './harness';
import { issuer, type Key, type PoolHarness, pool, startWithPool } from './token-harness';

let harness: PoolHarness;
let accessToken: PoolHarness['accessToken'];
let client: PoolHarness['client'];
let idToken: PoolHarness['idToken'];
let ready: PoolHarness['ready'];
let seconds: PoolHarness['seconds'];
beforeAll(async () => {
  harness = await startWithPool();
  ({ accessToken, client, idToken, ready, seconds } = harness);
});
afterAll(() => harness.close());

let ask: Awaited<ReturnType<PoolHarness['ready']>>['ask'];
let strangerKey: Key;
beforeAll(async () => {
  ({ ask } = await ready('permit(principal, action, resource);'));
  strangerKey = (await generateKeyPair('RS256')).privateKey;
});
const none = (token: string) => {
  const [, payload] = token.split('.');
  return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.AA`;
};

it.each<[string, () => Promise<object>]>([
  ['no token', async () => ({})],
  ['an expired token', async () => ({ identityToken: await idToken({ exp: seconds(-1) }) })],
  ['a token that expires this second', async () => ({ identityToken: await idToken({ exp: seconds(0) }) })],
  ['a token without expiry', async () => ({ identityToken: await idToken({ exp: undefined }) })],
  ['a token that is not valid yet', async () => ({ identityToken: await idToken({ nbf: seconds(1) }) })],
  ['another issuer', async () => ({ identityToken: await idToken({ iss: `${issuer}x` }) })],
  ['no issuer', async () => ({ identityToken: await idToken({ iss: undefined }) })],
  ['a foreign signature', async () => ({ identityToken: await idToken({}, { by: strangerKey }) })],
  ['an unknown key id', async () => ({ identityToken: await idToken({}, { header: { kid: 'k2' } }) })],
  ['no signature', async () => ({ identityToken: none(await idToken()) })],
  ['an access token as ID token', async () => ({ identityToken: await accessToken({ aud: 'web' }) })],
  ['an ID token as access token', async () => ({ accessToken: await idToken({ client_id: 'web' }) })],
  ['an ID token for another client', async () => ({ identityToken: await idToken({ aud: 'stranger' }) })],
  [
    'an access token for another client',
    async () => ({ accessToken: await accessToken({ client_id: 'stranger' }) }),
  ],
  ['no client', async () => ({ accessToken: await accessToken({ client_id: undefined }) })],
  ['no sub', async () => ({ identityToken: await idToken({ sub: undefined }) })],
  ['no token at all, but words', async () => ({ identityToken: 'a.b.c' })],
])('refuses %s', async (_what, tokens) => {
  const refused = await failureOf(ask(await tokens()));
  expect(refused.name).toBe('ValidationException');
  expect(JSON.stringify(refused.fieldList)).toMatch(/identityToken|accessToken/);
});

it('accepts the unchanged tokens that these are made from', async () => {
  expect((await ask({ identityToken: await idToken() })).decision).toBe('ALLOW');
  expect((await ask({ accessToken: await accessToken({ client_id: 'probe' }) })).decision).toBe('ALLOW');
});

it('refuses a token whose key was rotated away, and accepts one of the new key', async () => {
  const before = harness.keys.get(pool);
  const identityToken = await idToken();
  const pair = await generateKeyPair('RS256');
  harness.keys.set(pool, { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k2', alg: 'RS256' }] });
  const refused = await failureOf(ask({ identityToken }));
  const fresh = await ask({
    identityToken: await idToken({}, { by: pair.privateKey, header: { kid: 'k2' } }),
  });
  harness.keys.delete(pool);
  const without = await failureOf(ask({ identityToken }));
  if (before) harness.keys.set(pool, before);
  expect(refused.name).toBe('ValidationException');
  expect(fresh.decision).toBe('ALLOW');
  expect(without.message).toContain('no signing keys');
});

it.each([
  ['principals', { entityList: [{ identifier: { entityType: 'Payments::User', entityId: `${pool}|s1` } }] }],
  ['groups', { entityList: [{ identifier: { entityType: 'Payments::Group', entityId: 'g' } }] }],
  [
    'principals in Cedar JSON',
    { cedarJson: '[{"uid":{"__entity":{"type":"Payments::User","id":"x"}},"attrs":{},"parents":[]}]' },
  ],
  [
    'an action with parents',
    {
      entityList: [
        { identifier: { entityType: 'Payments::Action', entityId: 'view' }, parents: [payment('1')] },
      ],
    },
  ],
])('does not let a request bring %s', async (_what, entities) => {
  const refused = await failureOf(ask({ identityToken: await idToken() }, { entities: entities as never }));
  expect(refused.fieldList).toEqual([
    { path: 'entities', message: expect.stringContaining('may not be given') },
  ]);
});

it('does not let a request bring context.token beside an access token', async () => {
  const context = { contextMap: { token: { record: { tenant_id: { string: 'other' } } } } };
  const refused = await failureOf(ask({ accessToken: await accessToken() }, { context }));
  expect(refused.message).toContain('"token"');
});

it('says so when the store has no identity source', async () => {
  const policyStoreId = await newStore(client);
  const refused = await failureOf(ask({ identityToken: await idToken() }, { policyStoreId }));
  expect(refused).toMatchObject({ name: 'ResourceNotFoundException', resourceType: 'IDENTITY_SOURCE' });
});

describe('batches', () => {
  it('verifies once, echoes each request and names the principal', async () => {
    const { policyStoreId } = await ready(`permit(principal, action == Payments::Action::"view", resource);`);
    const requests = ['view', 'approve'].map((id) => ({ action: action(id), resource: payment('1') }));
    const identityToken = await idToken();
    const { principal, results } = await client.batchIsAuthorizedWithToken({
      policyStoreId,
      identityToken,
      requests,
    });
    expect(principal).toEqual({ entityType: 'Payments::User', entityId: `${pool}|s1` });
    expect(results?.map(({ request, decision }) => [request, decision])).toEqual([
      [requests[0], 'ALLOW'],
      [requests[1], 'DENY'],
    ]);
    const expired = await idToken({ exp: seconds(-1) });
    const refused = await failureOf(
      client.batchIsAuthorizedWithToken({ policyStoreId, identityToken: expired, requests }),
    );
    expect(refused.name).toBe('ValidationException');
  });
});
