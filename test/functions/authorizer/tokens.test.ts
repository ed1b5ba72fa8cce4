import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { type Edge, edgeForTests, issuerOf, pools } from './edge';
import { apiEvent, keys } from './requests';

const world = edgeForTests();
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token made by hand, with whatever signature. */
const forged = (edge: Edge, header: object, signature: (input: string) => string) => {
  const input = `${encoded({ kid: 'k1', ...header })}.${encoded(edge.claimsOf('acme', {}))}`;
  return `${input}.${signature(input)}`;
};
const byPublicKey = (edge: Edge) => {
  const [jwk] = edge.published.get(pools.acme)?.keys ?? [];
  const pem = createPublicKey({ key: jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  return (input: string) => createHmac('sha256', pem).update(input).digest('base64url');
};
async function tampered(edge: Edge) {
  const [header, , signature] = (await edge.tokenOf('acme', { tenant_id: 'globex' })).split('.');
  return `${header}.${encoded(edge.claimsOf('acme', {}))}.${signature}`;
}

describe('an invalid token', () => {
  it.each<[title: string, reason: string, token: (edge: Edge) => string | Promise<string>]>([
    [
      'of a client that is not registered',
      'token-of-another-client',
      (e) => e.tokenOf('acme', { client_id: 'mobile' }),
    ],
    [
      "of another tenant's client",
      'token-of-another-client',
      (e) => e.tokenOf('acme', { client_id: 'globex-web' }),
    ],
    ['of no client', 'token-of-another-client', (e) => e.tokenOf('acme', { client_id: undefined })],
    ['of several clients', 'token-of-another-client', (e) => e.tokenOf('acme', { client_id: ['acme-web'] })],
    [
      'for an audience, as an ID token',
      'token-of-another-kind',
      (e) => e.tokenOf('acme', { token_use: 'id', aud: 'acme-web' }),
    ],
    ['of no kind', 'token-of-another-kind', (e) => e.tokenOf('acme', { token_use: undefined })],
    [
      'of an issuer elsewhere',
      'token-of-another-issuer',
      (e) => e.tokenOf('acme', { iss: 'https://evil.example' }),
    ],
    [
      'of another region',
      'token-of-another-issuer',
      (e) => e.tokenOf('acme', { iss: issuerOf('acme').replace('eu-central-1', 'eu-west-1') }),
    ],
    [
      "of Cognito's other issuer for the same pool",
      'token-of-another-issuer',
      (e) => e.tokenOf('acme', { iss: issuerOf('acme').replace('//cognito-idp', '//issuer-cognito-idp') }),
    ],
    ['of no issuer', 'token-of-another-issuer', (e) => e.tokenOf('acme', { iss: undefined })],
    ['with alg none and no signature', 'token-malformed', (e) => forged(e, { alg: 'none' }, () => '')],
    ['with alg none and some signature', 'token-forged', (e) => forged(e, { alg: 'none' }, () => 'AAAA')],
    ['without alg', 'token-forged', (e) => forged(e, {}, () => 'AAAA')],
    ['with HS256, by the public key', 'token-forged', (e) => forged(e, { alg: 'HS256' }, byPublicKey(e))],
    ['with HS256 that is called RS256', 'token-forged', (e) => forged(e, { alg: 'RS256' }, byPublicKey(e))],
    [
      'signed by the key of another pool',
      'token-forged',
      (e) => e.tokenOf('acme', {}, { by: e.signing.get('globex') }),
    ],
    ['whose claims were changed', 'token-forged', tampered],
    [
      'with a key that is not named',
      'token-malformed',
      (e) => e.tokenOf('acme', {}, { header: { kid: undefined } }),
    ],
    [
      'with a key that is not known',
      'token-key-unknown',
      (e) => e.tokenOf('acme', {}, { header: { kid: 'k9' } }),
    ],
    ['that expires now', 'token-expired', (e) => e.tokenOf('acme', { exp: e.seconds(0) })],
    [
      'that is good from the next second on',
      'token-not-yet-valid',
      (e) => e.tokenOf('acme', { nbf: e.seconds(1) }),
    ],
    ['that never expires', 'token-malformed', (e) => e.tokenOf('acme', { exp: undefined })],
    ['that expires at a text', 'token-malformed', (e) => e.tokenOf('acme', { exp: String(e.seconds(300)) })],
    ['without a subject', 'token-malformed', (e) => e.tokenOf('acme', { sub: undefined })],
    ['that is not one', 'token-malformed', () => 'a.b.c'],
    ['that is empty', 'token-malformed', () => ''],
    [
      'and a second one',
      'token-malformed',
      async (e) => `${await e.tokenOf('acme')},Bearer ${await e.tokenOf('acme')}`,
    ],
  ])('%s: 401 (%s), and no policy store is asked', async (_title, reason, make) => {
    const { edge } = world;
    const ask = edge.started();
    const answer = await ask(apiEvent({ token: await make(edge) }));
    expect(answer.outcome).toEqual(new Error('Unauthorized'));
    expect(answer.lines).toEqual([expect.objectContaining({ level: 'WARN', reason })]);
    expect(edge.store.calls).toEqual([]);
    // A refusal says nothing about the next token.
    expect(await ask(apiEvent({ token: await edge.tokenOf('acme') }))).toMatchObject({ status: 200 });
  });

  it('with another algorithm, under a key that does not name its own: 401, since Cognito signs only with RS256', async () => {
    const { edge } = world;
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    edge.publish('acme', [{ ...(publicKey.export({ format: 'jwk' }) as object), kty: 'RSA', kid: 'k1' }]);
    const signed = (alg: string, hash: string) =>
      forged(edge, { alg }, (input) => sign(hash, Buffer.from(input), privateKey).toString('base64url'));
    const ask = edge.started();
    expect((await ask(apiEvent({ token: signed('RS256', 'sha256') }))).status).toBe(200);
    expect(await ask(apiEvent({ token: signed('RS512', 'sha512') }))).toMatchObject({
      status: 401,
      reason: 'token-forged',
    });
  });

  it('is missing, or is in another scheme: 401', async () => {
    const { edge } = world;
    const ask = edge.started();
    expect(await ask(apiEvent({}))).toMatchObject({ status: 401, reason: 'token-missing' });
    const token = await edge.tokenOf('acme');
    for (const authorization of [token, `Basic ${token}`, `Bearer  ${token}`, `Bearer ${token} `, 'Bearer'])
      expect(await ask(apiEvent({ headers: { authorization } }))).toMatchObject({
        status: 401,
        reason: 'token-malformed',
      });
    expect((await ask(apiEvent({ headers: { authorization: `bearer ${token}` } }))).status).toBe(200);
  });

  it('a token is valid from the second in which it begins until the second before it expires', async () => {
    const { edge } = world;
    const token = await edge.tokenOf('acme', { exp: edge.seconds(1), nbf: edge.seconds(0) });
    expect((await edge.started()(apiEvent({ token }))).status).toBe(200);
  });
});

describe('a valid token in the wrong place: 403, and no policy store is asked', () => {
  it.each<[title: string, reason: string, key: string, token: (edge: Edge) => Promise<string>]>([
    ['a customer at a route of tenants', 'tenant-claim-missing', keys.view, (e) => e.tokenOf('customer')],
    ['staff at a route of customers', 'pool-not-registered', keys.customer, (e) => e.tokenOf('internal')],
    ['a tenant at a route of customers', 'pool-not-registered', keys.customer, (e) => e.tokenOf('acme')],
    ['a customer at a route of services', 'pool-not-registered', keys.machine, (e) => e.tokenOf('customer')],
    [
      "a tenant's user who names another tenant",
      'pool-not-registered',
      keys.view,
      (e) => e.tokenOf('globex', { tenant_id: 'acme' }),
    ],
    ['an unknown tenant', 'tenant-unknown', keys.view, (e) => e.tokenOf('acme', { tenant_id: 'umbrella' })],
    [
      'an invalid tenant name',
      'tenant-unknown',
      keys.view,
      (e) => e.tokenOf('acme', { tenant_id: 'a'.repeat(3000) }),
    ],
    ['several tenants', 'tenant-claim-missing', keys.view, (e) => e.tokenOf('acme', { tenant_id: ['acme'] })],
    [
      'a service that the registry does not know',
      'service-unknown',
      keys.machine,
      (e) => e.tokenOf('machine', { client_id: 'ghost', sub: 'ghost' }),
    ],
    ['a route that the function does not know', 'route-unknown', 'GET /else', (e) => e.tokenOf('acme')],
  ])('%s (%s)', async (_title, reason, key, make) => {
    const { edge } = world;
    const answer = await edge.started()(apiEvent({ key, token: await make(edge) }));
    expect(answer.outcome).toEqual({ isAuthorized: false });
    expect(answer.lines).toEqual([expect.objectContaining({ level: 'WARN', reason })]);
    expect(edge.store.calls).toEqual([]);
  });

  it.each([
    ['by its stacks', { status: 'suspended' }, []],
    ['by an operator', {}, [{ region: 'suspended#eu-central-1', suspended_at: '2026-11-29T10:00:00.000Z' }]],
  ])('a tenant suspended %s, which is reported only for a valid token', async (_title, more, marks) => {
    const { edge } = world;
    const { policyStoreId } = edge.stores.acme;
    edge.items.tenants = [more, ...marks].map((one) => edge.tenant('acme', policyStoreId, one));
    const ask = edge.started();
    const answer = await ask(apiEvent({ token: await edge.tokenOf('acme') }));
    expect(answer).toMatchObject({ status: 403, reason: 'tenant-suspended' });
    const other = await edge.tokenOf('acme', {}, { by: edge.signing.get('globex') });
    expect(await ask(apiEvent({ token: other }))).toMatchObject({ status: 401, reason: 'token-forged' });
    expect(edge.store.calls).toEqual([]);
  });

  it.each([
    ['service-suspended', { status: 'suspended' }],
    ['service-of-another-pool', { user_pool_id: pools.customer }],
  ])('a service: %s', async (reason, more) => {
    const { edge } = world;
    edge.items.services = [edge.service('billing', more)];
    const event = apiEvent({ key: keys.machine, token: await edge.tokenOf('machine') });
    expect(await edge.started()(event)).toMatchObject({ status: 403, reason });
    expect(edge.store.calls).toEqual([]);
  });
});

describe('keys that change', () => {
  /** The keys that the pool publishes, a new one, and how to sign with it. */
  async function rotation(edge: Edge) {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const fresh = { ...(await exportJWK(publicKey)), kid: 'k2', alg: 'RS256', use: 'sig' };
    const before = edge.published.get(pools.acme)?.keys ?? [];
    return { before, fresh, by: { by: privateKey, header: { kid: 'k2' } } };
  }

  it('are read again for a token that names a new one; tokens of a removed key are refused', async () => {
    const { edge } = world;
    const { before, fresh, by } = await rotation(edge);
    const ask = edge.started();
    const old = await edge.tokenOf('acme');
    expect((await ask(apiEvent({ token: old }))).status).toBe(200);
    edge.publish('acme', [...before, fresh]);
    expect((await ask(apiEvent({ token: await edge.tokenOf('acme', {}, by) }))).status).toBe(200);
    expect(edge.keys.calls).toHaveLength(2);
    edge.publish('acme', [fresh]);
    // The function still has the old key, the policy store does not.
    expect(await ask(apiEvent({ token: old, payment: 'p2' }))).toMatchObject({
      status: 401,
      reason: 'token-refused',
    });
    const another = edge.started();
    expect(await another(apiEvent({ token: old }))).toMatchObject({
      status: 401,
      reason: 'token-key-unknown',
    });
    expect((await another(apiEvent({ token: await edge.tokenOf('acme', {}, by) }))).status).toBe(200);
  });

  it('are fetched once in 10 s, however many key ids someone makes up', async () => {
    const { edge } = world;
    const { before, fresh, by } = await rotation(edge);
    const ask = edge.started();
    for (const kid of ['k7', 'k8', 'k9']) {
      const token = await edge.tokenOf('acme', {}, { header: { kid } });
      expect(await ask(apiEvent({ token }))).toMatchObject({ status: 401, reason: 'token-key-unknown' });
    }
    expect(edge.keys.calls).toHaveLength(1);
    expect((await ask(apiEvent({ token: await edge.tokenOf('acme') }))).status).toBe(200);
    edge.publish('acme', [...before, fresh]);
    const token = await edge.tokenOf('acme', {}, by);
    expect((await ask(apiEvent({ token }))).status).toBe(401);
    edge.later(10);
    expect((await ask(apiEvent({ token }))).status).toBe(200);
    expect(edge.keys.calls).toHaveLength(2);
  });

  it('are accepted for at most an hour after they are gone, even if nothing makes us read them again', async () => {
    const { edge } = world;
    const { fresh } = await rotation(edge);
    const ask = edge.started();
    const old = await edge.tokenOf('acme', { exp: edge.seconds(86_400) });
    expect((await ask(apiEvent({ token: old }))).status).toBe(200);
    edge.publish('acme', [fresh]);
    edge.later(3600);
    expect(await ask(apiEvent({ token: old }))).toMatchObject({ status: 401, reason: 'token-key-unknown' });
  });
});
