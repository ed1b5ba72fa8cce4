import { ExpiringCache } from '../../../functions/shared/access/expiring-cache';
import { edgeForTests } from './edge';
import { apiEvent, keys } from './requests';

const world = edgeForTests();
const long = { allowSeconds: 300, denySeconds: 60 };

describe('a cached decision', () => {
  it('is requested once for identical requests, and tells the backend the same', async () => {
    const { edge } = world;
    const ask = edge.started();
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    const first = await ask(event);
    edge.later(1);
    expect((await ask(event)).outcome).toEqual(first.outcome);
    expect(edge.store.calls).toHaveLength(1);
    // Nor are registry and keys read again.
    expect(edge.dynamo.calls).toHaveLength(1);
    expect(edge.keys.calls).toHaveLength(1);
  });

  it('does not apply to another resource, attribute, action, context, address or token', async () => {
    const { edge } = world;
    const ask = edge.started();
    const token = await edge.tokenOf('acme');
    const approval = { key: keys.approve, token, query: 'purpose=rent' };
    const amount = (text: string) => ({ headers: { 'x-payment-amount': text } });
    const requests: [Parameters<typeof apiEvent>[0], number][] = [
      [{ token }, 200],
      [{ token, payment: 'p2' }, 200],
      [{ token, tenant: 'globex' }, 403],
      [{ token, sourceIp: '203.0.113.9' }, 403],
      [{ ...approval, ...amount('1000') }, 200],
      [{ ...approval, ...amount('1001') }, 403],
      [{ ...approval, ...amount('1000'), query: 'purpose=bonus' }, 200],
      [{ token: await edge.tokenOf('acme', { sub: 's2' }) }, 200],
    ];
    for (const [parts, status] of requests) expect((await ask(apiEvent(parts))).status).toBe(status);
    expect(edge.store.calls).toHaveLength(requests.length);
    for (const [parts, status] of requests) expect((await ask(apiEvent(parts))).status).toBe(status);
    expect(edge.store.calls).toHaveLength(requests.length);
  });

  it.each([
    ['an allowed', 200, 'acme', { allowSeconds: 20, denySeconds: 3 }, 20],
    ['a denied', 403, 'globex', { allowSeconds: 20, denySeconds: 3 }, 3],
  ])(
    '%s one (%d) is cached for its own time and no longer',
    async (_title, status, tenant, keep, seconds) => {
      const { edge } = world;
      const ask = edge.started({ keep });
      const event = apiEvent({ token: await edge.tokenOf('acme'), tenant });
      for (const [later, calls] of [
        [0, 1],
        [seconds - 1, 1],
        [1, 2],
        [1, 2],
      ] as const) {
        edge.later(later);
        expect((await ask(event)).status).toBe(status);
        expect(edge.store.calls).toHaveLength(calls);
      }
    },
  );

  it('is timed from before the question, however long the answer took', async () => {
    const { edge } = world;
    edge.store.reply = (received, response) => {
      edge.later(15);
      return edge.store.usual(received, response);
    };
    const ask = edge.started({ keep: { allowSeconds: 20, denySeconds: 0 } });
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    await ask(event);
    edge.store.reply = edge.store.usual;
    edge.later(4);
    await ask(event);
    expect(edge.store.calls).toHaveLength(1);
    edge.later(1);
    await ask(event);
    expect(edge.store.calls).toHaveLength(2);
  });

  it('does not exist if the time is 0 seconds', async () => {
    const { edge } = world;
    const ask = edge.started({ keep: { allowSeconds: 0, denySeconds: 0 } });
    const token = await edge.tokenOf('acme');
    for (const tenant of ['acme', 'acme', 'globex', 'globex']) await ask(apiEvent({ token, tenant }));
    expect(edge.store.calls).toHaveLength(4);
  });

  it('expires with the token, to the second', async () => {
    const { edge } = world;
    const ask = edge.started({ keep: long });
    const event = apiEvent({ token: await edge.tokenOf('acme', { exp: edge.seconds(10) }) });
    expect((await ask(event)).status).toBe(200);
    edge.later(9);
    expect((await ask(event)).status).toBe(200);
    edge.later(1);
    expect(await ask(event)).toMatchObject({ status: 401, reason: 'token-expired' });
    expect(edge.store.calls).toHaveLength(1);
  });

  it('expires with the minute, because policies may ask for the time', async () => {
    const { edge } = world;
    edge.clock.now = new Date('2026-03-01T12:59:50.000Z');
    const ask = edge.started({ keep: long });
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    expect((await ask(event)).status).toBe(200);
    edge.later(10);
    expect((await ask(event)).status).toBe(403);
  });

  it('expires with the policies: the registry shows when the content of a store changes', async () => {
    const { edge } = world;
    const ask = edge.started({ keep: long });
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    await ask(event);
    edge.items.tenants = [
      edge.tenant('acme', edge.stores.acme.policyStoreId, { policy_content: 'deadbeef' }),
    ];
    edge.later(30);
    await ask(event);
    expect(edge.store.calls).toHaveLength(2);
  });
});

describe('the cache', () => {
  it('never grows beyond its limit: what nobody asked for is dropped first', () => {
    const kept = new ExpiringCache<{ n: number }>(2, () => 0);
    kept.set('a', { n: 1 }, 9);
    kept.set('b', { n: 2 }, 9);
    expect(kept.get('a')).toEqual({ n: 1 });
    kept.set('c', { n: 3 }, 9);
    expect(['a', 'b', 'c'].map((key) => kept.get(key)?.n)).toEqual([1, undefined, 3]);
  });

  it('drops what has expired, and does not accept it', () => {
    let now = 5;
    const kept = new ExpiringCache<{ n: number }>(2, () => now);
    kept.set('over', { n: 1 }, 5);
    kept.set('soon', { n: 2 }, 6);
    expect(kept.get('over')).toBeUndefined();
    expect(kept.get('soon')).toEqual({ n: 2 });
    now = 6;
    expect(kept.get('soon')).toBeUndefined();
    now = 5;
    expect(kept.get('soon')).toBeUndefined();
  });
});
