import type { ServerResponse } from 'node:http';
import { newPolicy } from '../../local/verified-permissions/harness';
import { body, failure, outages, stopsHalfway } from '../dynamo';
import { budget, edgeForTests, keeping, pools, undated } from './edge';
import { statements } from './policies';
import { apiEvent, keys } from './requests';
import { passingTo, type Reply } from './stand-ins';

const world = edgeForTests();

/** A failure of DynamoDB's stand-in as a reply; the format is the same. */
const replying =
  (answer: (request: never, response: ServerResponse) => void): Reply =>
  (_received, response) =>
    answer({} as never, response);
const answering = (content: unknown) => replying(body(content));

const principal = { entityType: 'Payments::User', entityId: `${pools.acme}|s1` };

describe('a policy store that gives no decision: 500, never allowed, and nothing is cached', () => {
  it.each<[title: string, reason: string, calls: number, reply: Reply]>([
    ['never answers', 'store-timeout', 1, () => undefined],
    ['begins and does not end', 'store-timeout', 1, replying(stopsHalfway)],
    ['breaks the connection', 'store-unavailable', 2, (_received, response) => response.destroy()],
    ['is down', 'store-unavailable', 2, replying(failure(500, 'InternalServerException'))],
    [
      'is not Verified Permissions',
      'store-unavailable',
      2,
      (_r, response) => response.writeHead(502).end('<html>'),
    ],
    ['throttles', 'store-throttled', 2, replying(failure(400, 'ThrottlingException'))],
    ['throttles by status', 'store-throttled', 2, replying(failure(429, 'TooManyRequestsException'))],
    ['denies access', 'store-unavailable', 1, replying(failure(400, 'AccessDeniedException'))],
    ['is gone', 'store-unavailable', 1, replying(failure(400, 'ResourceNotFoundException'))],
    [
      'does not know the question',
      'store-refused',
      1,
      replying(failure(400, 'ValidationException', 'Invalid input')),
    ],
    ['says nothing', 'store-malformed', 1, answering({})],
    [
      'says neither',
      'store-malformed',
      1,
      answering({ decision: 'MAYBE', determiningPolicies: [], principal }),
    ],
    [
      'says about nobody',
      'store-malformed',
      1,
      answering({ decision: 'ALLOW', determiningPolicies: [], errors: [] }),
    ],
    [
      'by policies without names',
      'store-malformed',
      1,
      answering({ decision: 'ALLOW', determiningPolicies: [{}], errors: [], principal }),
    ],
  ])('it %s (%s)', async (_title, reason, calls, reply) => {
    const { edge } = world;
    const limits = { ...budget };
    const ask = edge.started({ limits });
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    // Registry and keys are known, so that only the store is slow.
    await ask(apiEvent({ token: await edge.tokenOf('acme', { sub: 's2' }) }));
    edge.store.calls.length = 0;
    edge.store.reply = reply;
    if (reason === 'store-timeout') limits.total = 400;
    const answer = await ask(event);
    expect(answer.outcome).toEqual(new Error('access denied'));
    expect(answer.lines).toEqual([expect.objectContaining({ level: 'ERROR', reason })]);
    expect(edge.store.calls).toHaveLength(calls);
    limits.total = budget.total;
    edge.store.reply = edge.store.usual;
    expect((await ask(event)).status).toBe(200);
  });

  it('is asked once more if an attempt is slow', async () => {
    const { edge } = world;
    edge.store.reply = () => undefined;
    const ask = edge.started({ limits: { ...budget, perTry: 300 } });
    const answer = await ask(apiEvent({ token: await edge.tokenOf('acme') }));
    expect(answer).toMatchObject({ status: 500, reason: 'store-timeout' });
    expect(edge.store.calls).toHaveLength(2);
  });

  it('answers too late: what it permits then is not cached', async () => {
    const { edge } = world;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const passing = passingTo(edge.policies.url);
    let late: Promise<void> = Promise.resolve();
    edge.store.reply = (received, response) => {
      late = released.then(async () => void (await passing(received, response)));
      return late;
    };
    const ask = edge.started({ limits: { connect: 500, perTry: 60_000, total: 300 } });
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    expect(await ask(event)).toMatchObject({ status: 500, reason: 'store-timeout' });
    release();
    await late;
    edge.store.reply = replying(failure(500, 'InternalServerException'));
    expect((await ask(event)).status).toBe(500);
  });

  it('says that it no longer accepts the token: 401, and nothing is cached', async () => {
    const { edge } = world;
    const ask = edge.started();
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    const fieldList = [{ path: 'accessToken', message: 'expired' }];
    edge.store.reply = (_received, response) =>
      response
        .writeHead(400)
        .end(JSON.stringify({ __type: 'ValidationException', message: 'Invalid', fieldList }));
    expect(await ask(event)).toMatchObject({ status: 401, reason: 'token-refused' });
    edge.store.reply = edge.store.usual;
    expect((await ask(event)).status).toBe(200);
  });

  it('permits because the policy that forbids failed: 500, since Cedar ignores such a policy', async () => {
    const { edge } = world;
    const { policyStoreId } = edge.stores.acme;
    const { policyId } = await newPolicy(edge.policies.client, policyStoreId, statements.overflowing);
    const headers = { 'x-payment-amount': '1' };
    const event = apiEvent({
      key: keys.approve,
      token: await edge.tokenOf('acme'),
      query: 'purpose=x',
      headers,
    });
    const answer = await edge.started()(event);
    await edge.policies.client.deletePolicy({ policyStoreId, policyId });
    expect(answer).toMatchObject({ status: 500, reason: 'decision-uncertain' });
    expect(answer.lines).toEqual([expect.objectContaining({ level: 'ERROR', errors: 1 })]);
    expect((await edge.started()(event)).status).toBe(200);
  });

  it('does not affect cached decisions until they expire', async () => {
    const { edge } = world;
    const ask = edge.started({ keep: { ...keeping, allowSeconds: 30 } });
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    expect((await ask(event)).status).toBe(200);
    edge.store.reply = replying(failure(500, 'InternalServerException'));
    edge.later(29);
    expect((await ask(event)).status).toBe(200);
    edge.later(1);
    expect((await ask(event)).status).toBe(500);
  });
});

describe('a registry that cannot be read: 500, and nothing is cached', () => {
  it.each(outages)('%s (%s)', async (_title, reason, calls, answer) => {
    const { edge } = world;
    const ask = edge.started({ limits: reason === 'store-timeout' ? { ...budget, perTry: 300 } : budget });
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    const usual = edge.dynamo.answer;
    edge.dynamo.answer = undated(answer);
    const refused = await ask(event);
    expect(refused.outcome).toEqual(new Error('access denied'));
    expect(refused.lines).toEqual([expect.objectContaining({ level: 'ERROR', reason })]);
    expect(edge.dynamo.calls).toHaveLength(calls);
    expect(edge.store.calls).toEqual([]);
    edge.dynamo.answer = usual;
    if (reason !== 'store-timeout') expect((await ask(event)).status).toBe(200);
  });

  it.each([
    ['no pool', { user_pool_id: '' }],
    ['no client', { web_client_id: '' }],
    ['no client of a server', { server_client_id: '' }],
    ['no store', { policy_store_id: '' }],
    ['an unheard-of status', { status: 'paused' }],
    ['another key', { tenant_id: 'globex' }],
  ])('says %s of the tenant (store-malformed)', async (_title, more) => {
    const { edge } = world;
    const wrong = edge.tenant('acme', edge.stores.acme.policyStoreId, more);
    edge.dynamo.answer = undated(body({ Responses: { tenants: [wrong] } }));
    const answer = await edge.started()(apiEvent({ token: await edge.tokenOf('acme') }));
    expect(answer).toMatchObject({ status: 500, reason: 'store-malformed' });
  });

  it('does not know a flow that has a route (flow-unknown), nor does an account without its table', async () => {
    const { edge } = world;
    const at = { flows: '', tenants: '', services: '', region: 'eu-central-1' };
    edge.items.flows = [];
    for (const [pool, key] of [
      ['customer', keys.customer],
      ['machine', keys.machine],
      ['acme', keys.view],
    ] as const) {
      const event = apiEvent({ key, token: await edge.tokenOf(pool) });
      if (pool !== 'acme')
        expect(await edge.started()(event)).toMatchObject({ status: 500, reason: 'flow-unknown' });
      expect(await edge.started({ at })(event)).toMatchObject({ status: 500, reason: 'flow-unknown' });
    }
  });

  it('is read again after 30 s, so that a suspension takes effect despite a cached decision', async () => {
    const { edge } = world;
    const ask = edge.started({ keep: { allowSeconds: 300, denySeconds: 0 } });
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    expect((await ask(event)).status).toBe(200);
    edge.items.tenants = [edge.tenant('acme', edge.stores.acme.policyStoreId, { status: 'suspended' })];
    edge.later(29);
    expect((await ask(event)).status).toBe(200);
    edge.later(1);
    expect(await ask(event)).toMatchObject({ status: 403, reason: 'tenant-suspended' });
    expect(edge.store.calls).toHaveLength(1);
  });
});

describe("a pool's keys that cannot be read: 500, and nothing is cached", () => {
  const page: Reply = (_received, response) => response.writeHead(200).end('<html>');
  const keysOf =
    (keys: unknown): Reply =>
    (_received, response) =>
      response.writeHead(200).end(JSON.stringify({ keys }));
  it.each<[title: string, reason: string, reply: Reply]>([
    ['never come', 'store-timeout', () => undefined],
    ['break off', 'store-unavailable', (_received, response) => response.destroy()],
    ['are not there', 'store-unavailable', (_received, response) => response.writeHead(503).end()],
    ['are a page', 'store-malformed', page],
    ['are not a list', 'store-malformed', keysOf('k1')],
    ['are not keys', 'store-malformed', keysOf([{ kid: 'k1' }])],
    [
      'are not for signatures',
      'store-malformed',
      keysOf([{ kid: 'k1', kty: 'RSA', use: 'enc', n: 'AQ', e: 'AQAB' }]),
    ],
    ['are of another type', 'store-malformed', keysOf([{ kid: 'k1', kty: 'oct' }])],
  ])('they %s (%s)', async (_title, reason, reply) => {
    const { edge } = world;
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    const ask = edge.started({ limits: reason === 'store-timeout' ? { ...budget, perTry: 300 } : budget });
    edge.keys.reply = reply;
    const answer = await ask(event);
    expect(answer.outcome).toEqual(new Error('access denied'));
    expect(answer.lines).toEqual([expect.objectContaining({ level: 'ERROR', reason, record: 'keys' })]);
    expect(edge.store.calls).toEqual([]);
    edge.keys.reply = edge.keys.usual;
    if (reason !== 'store-timeout') expect((await ask(event)).status).toBe(200);
  });

  it('do not matter if they are already known, except for a token of a new key', async () => {
    const { edge } = world;
    const ask = edge.started();
    const token = await edge.tokenOf('acme');
    expect((await ask(apiEvent({ token }))).status).toBe(200);
    edge.keys.reply = (_received, response) => response.writeHead(503).end();
    expect((await ask(apiEvent({ token, payment: 'p2' }))).status).toBe(200);
    const fresh = await edge.tokenOf('acme', {}, { header: { kid: 'k2' } });
    expect((await ask(apiEvent({ token: fresh }))).status).toBe(500);
  });
});

it('the whole call has one budget', async () => {
  const { edge } = world;
  for (const slow of ['dynamo', 'keys', 'store'] as const) {
    edge.reset();
    if (slow === 'dynamo') edge.dynamo.answer = () => undefined;
    else edge[slow].reply = () => undefined;
    const ask = edge.started({ limits: { connect: 500, perTry: 60_000, total: 100 } });
    const answer = await ask(apiEvent({ token: await edge.tokenOf('acme') }));
    expect(answer).toMatchObject({ status: 500, reason: 'store-timeout' });
  }
});
