import { edgeForTests, pools } from './edge';
import { apiEvent, keys } from './requests';

const world = edgeForTests();

describe('an allowed request', () => {
  it.each([
    ['acme', 'tenant', keys.view, 'acme', 's1', 'acme-web', 'ofTheTenant'],
    ['customer', 'customer', keys.customer, '', 's1', 'shop', 'everybody'],
    ['internal', 'internal', keys.internal, '', 's1', 'desk', 'everybody'],
    ['machine', 'machine', keys.machine, '', 'billing', 'billing', 'everybody'],
  ] as const)(
    'in pool %s tells the backend flow %s and who asks',
    async (pool, flow, key, tenant, sub, client, policy) => {
      const { edge } = world;
      const token = await edge.tokenOf(pool);
      const { outcome, lines, metrics } = await edge.started()(apiEvent({ key, token }));
      expect(outcome).toEqual({
        isAuthorized: true,
        context: {
          flow,
          tenant_id: tenant,
          principal: `${pools[pool]}|${sub}`,
          client_id: client,
          policies: edge.stores[pool].ids[policy],
          judged: expect.stringContaining('"resource":{"type":"Payment","id":"p1"}'),
        },
      });
      expect(lines).toEqual([]);
      expect(metrics).toEqual([expect.objectContaining({ service: 'authorizer', Granted: 1 })]);
    },
  );

  it("asks the token's store about the resource, with its attributes and what the request says", async () => {
    const { edge } = world;
    const token = await edge.tokenOf('acme');
    const event = apiEvent({
      key: keys.approve,
      token,
      query: 'purpose=rent%20of%20May',
      headers: { 'x-payment-amount': '1000' },
      sourceIp: '2001:db8::7',
    });
    expect(await edge.started()(event)).toMatchObject({ status: 200 });
    expect(edge.store.calls.map(({ body }) => JSON.parse(body))).toEqual([
      {
        policyStoreId: edge.stores.acme.policyStoreId,
        accessToken: token,
        action: { actionType: 'Payments::Action', actionId: 'approvePayment' },
        resource: { entityType: 'Payments::Payment', entityId: 'p1' },
        entities: {
          entityList: [
            {
              identifier: { entityType: 'Payments::Payment', entityId: 'p1' },
              attributes: { tenant_id: { string: 'acme' } },
            },
          ],
        },
        context: {
          contextMap: {
            amount: { long: 1000 },
            purpose: { string: 'rent of May' },
            source_ip: { ipaddr: '2001:db8::7' },
            time: { datetime: new Date(Math.floor(edge.now() / 60_000) * 60_000).toISOString() },
          },
        },
      },
    ]);
  });

  it('reads each registry by its key, strongly consistent, in one call', async () => {
    const { edge } = world;
    const ask = edge.started();
    await ask(apiEvent({ token: await edge.tokenOf('acme') }));
    await ask(apiEvent({ key: keys.machine, token: await edge.tokenOf('machine') }));
    const under = (...keys: Record<string, string>[]) => ({
      Keys: keys.map((key) => Object.fromEntries(Object.entries(key).map(([name, S]) => [name, { S }]))),
      ConsistentRead: true,
    });
    const line = { tenant_id: 'acme', region: 'eu-central-1' };
    expect(edge.dynamo.calls).toEqual([
      { RequestItems: { tenants: under(line, { ...line, region: 'suspended#eu-central-1' }) } },
      {
        RequestItems: {
          flows: under({ flow: 'machine', region: 'eu-central-1' }),
          services: under({ client_id: 'billing' }),
        },
      },
    ]);
  });

  it("may also come from a tenant's server, if the registry names its client", async () => {
    const { edge } = world;
    // The store knows the client used here, and the registry lists it only as the server's.
    const others = { web_client_id: 'other', probe_client_id: 'another' };
    const event = apiEvent({ token: await edge.tokenOf('acme') });
    edge.items.tenants = [edge.tenant('acme', edge.stores.acme.policyStoreId, others)];
    expect(await edge.started()(event)).toMatchObject({ status: 401 });
    const server = { ...others, server_client_id: 'acme-web' };
    edge.items.tenants = [edge.tenant('acme', edge.stores.acme.policyStoreId, server)];
    expect(await edge.started()(event)).toMatchObject({ status: 200 });
  });

  it('of a service with a store of its own is decided by that store', async () => {
    const { edge } = world;
    const token = await edge.tokenOf('machine', { client_id: 'ledger', sub: 'ledger' });
    const from = { key: keys.machine, sourceIp: '203.0.113.9' };
    const ask = edge.started();
    expect(await ask(apiEvent({ ...from, token }))).toMatchObject({ status: 200 });
    expect(await ask(apiEvent({ ...from, token: await edge.tokenOf('machine') }))).toMatchObject({
      status: 403,
    });
  });
});

describe('a request that the policies do not allow', () => {
  it('is refused with 403, and the log says which policies forbid', async () => {
    const { edge } = world;
    const ask = edge.started();
    const token = await edge.tokenOf('acme');
    const forbidden = await ask(apiEvent({ token, sourceIp: '203.0.113.9' }));
    expect(forbidden.outcome).toEqual({ isAuthorized: false });
    expect(forbidden.lines).toEqual([
      expect.objectContaining({
        level: 'WARN',
        reason: 'policy-denied',
        policies: [edge.stores.acme.ids.notFromThere],
        route: keys.view,
        api_request_id: 'JKJaXmPLvHcESHA=',
      }),
    ]);
    expect(forbidden.metrics).toEqual([expect.objectContaining({ reason: 'policy-denied', Refused: 1 })]);
    const unpermitted = await ask(apiEvent({ token, tenant: 'globex' }));
    expect(unpermitted.outcome).toEqual({ isAuthorized: false });
    expect(unpermitted.lines).toEqual([expect.objectContaining({ reason: 'policy-denied', policies: [] })]);
  });

  it('is refused because of an amount, and because of the time', async () => {
    const { edge } = world;
    const ask = edge.started();
    const token = await edge.tokenOf('acme', { exp: edge.seconds(86_400) });
    const approval = (amount: string) =>
      apiEvent({ key: keys.approve, token, query: 'purpose=x', headers: { 'x-payment-amount': amount } });
    expect((await ask(approval('1000'))).status).toBe(200);
    expect((await ask(approval('1001'))).status).toBe(403);
    edge.later(3600);
    expect((await ask(approval('1000'))).status).toBe(403);
  });
});

it('logs no token, no address and no user', async () => {
  const { edge } = world;
  const ask = edge.started();
  const token = await edge.tokenOf('acme', { sub: 'planted-sub', username: 'planted-name' });
  const texts = [
    await ask(apiEvent({ token, sourceIp: '203.0.113.9', payment: 'planted-payment' })),
    await ask(apiEvent({ token: `${token}x` })),
    await ask(apiEvent({ token: await edge.tokenOf('acme', { exp: edge.seconds(-1), sub: 'planted-sub' }) })),
  ].map(({ text }) => text);
  for (const value of ['planted', '203.0.113.9', ...token.split('.')])
    expect(texts.join('')).not.toContain(value);
});
