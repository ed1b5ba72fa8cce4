import { judgedText } from '../../../functions/authorizer/judged';
import { sampleBackend } from '../../../functions/catalogue';
import { backend } from '../../../functions/sample-backend/backend';
import { serving } from '../../../functions/sample-backend/serve';
import { Denied } from '../../../functions/shared/denied';
import { assertOwned, fromContext, fromHeaders, rechecking } from '../../../functions/shared/recheck';
import { budget, edgeForTests, pools, tables, undated } from '../authorizer/edge';
import { failure } from '../dynamo';
import { context } from '../events';
import { outcomeOf } from '../log';

const world = edgeForTests();

const question = {
  action: 'createPayment',
  resource: { type: 'Account', id: 'a1' },
  attributes: { tenant_id: { string: 'acme' } },
  context: {},
};

const route = { context: { amount: { header: 'x-amount', type: 'long' } } } as const;

const told = (more: Record<string, string> = {}) => ({
  flow: 'tenant',
  tenant_id: 'acme',
  principal: `${pools.acme}|s1`,
  client_id: 'acme-web',
  policies: 'policy-1',
  judged: judgedText(route, question),
  ...more,
});

/** What API Gateway sends to a Lambda behind its authorizer (payload 2.0). */
const proxied = (token: string | undefined, said: object = told(), tenant = 'acme') => ({
  version: '2.0',
  routeKey: 'GET /tenants/{tenant}/payments/{payment}',
  rawPath: `/tenants/${tenant}/payments/p1`,
  rawQueryString: '',
  headers: { 'x-fleet-tenant': 'umbrella', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  pathParameters: { tenant, payment: 'p1' },
  requestContext: { http: { method: 'GET', path: '/x' }, authorizer: { lambda: said } },
  isBase64Encoded: false,
});

async function ask(event: unknown) {
  const handler = backend(sampleBackend, () => serving(tables, budget, world.edge.now));
  const { outcome, lines, text } = await outcomeOf(() => handler(event, context));
  const { statusCode, body } = outcome as { statusCode: number; body: string };
  return { statusCode, body: JSON.parse(body), reason: lines[0]?.reason, text };
}

describe('the sample backend', () => {
  it('shows what came with the request, after verifying it', async () => {
    const answer = await ask(proxied(await world.edge.tokenOf('acme')));
    expect(answer).toMatchObject({
      statusCode: 200,
      body: {
        method: 'GET',
        path: '/tenants/acme/payments/p1',
        tenant: 'acme',
        principal: `${pools.acme}|s1`,
        policies: 'policy-1',
      },
    });
  });

  it.each([
    ['what was judged', '{"amount":1000}', 200],
    ['another amount', '{"amount":900000}', 403],
    ['no amount', '{}', 403],
    ['no JSON object', '1000', 403],
    ['broken JSON', '{"amount":', 403],
    ['nothing', undefined, 403],
  ])('compares the body with what was judged: %s', async (_, body, statusCode) => {
    const judged = judgedText(route, { ...question, context: { amount: { long: 1000 } } });
    const event = { ...proxied(await world.edge.tokenOf('acme'), told({ judged })), body };
    const answer = await ask(event);
    expect(answer.statusCode).toBe(statusCode);
    if (statusCode !== 200) expect(answer.reason).toBe('request-judged-otherwise');
  });

  it('reads a base64 body, and refuses a request that does not say what was judged', async () => {
    const token = await world.edge.tokenOf('acme');
    const judged = judgedText(route, { ...question, context: { amount: { long: 1000 } } });
    const body = Buffer.from('{"amount":1000}').toString('base64');
    const event = { ...proxied(token, told({ judged })), body, isBase64Encoded: true };
    expect((await ask(event)).statusCode).toBe(200);
    expect(await ask(proxied(token, told({ judged: '' })))).toMatchObject({
      statusCode: 403,
      reason: 'caller-differs',
    });
  });

  it('serves the other flows, whose callers have no tenant', async () => {
    const said = told({ flow: 'machine', tenant_id: '', principal: `${pools.machine}|billing` });
    const answer = await ask(proxied(await world.edge.tokenOf('machine'), said));
    expect(answer).toMatchObject({
      statusCode: 200,
      body: { tenant: '', principal: `${pools.machine}|billing` },
    });
  });

  it.each<[title: string, reason: string, said: object]>([
    ['another tenant than the token', 'caller-differs', told({ tenant_id: 'globex' })],
    ['no tenant', 'caller-differs', told({ tenant_id: '' })],
    ['another principal than the token', 'caller-differs', told({ principal: `${pools.acme}|s2` })],
    ["another pool's principal", 'caller-differs', told({ principal: `${pools.globex}|s1` })],
    ['no principal', 'caller-differs', told({ principal: '' })],
    ['another flow than the token', 'pool-not-registered', told({ flow: 'customer', tenant_id: '' })],
    ['an unknown flow', 'caller-differs', told({ flow: 'partner' })],
  ])('refuses a request that names %s (%s)', async (_title, reason, said) => {
    const answer = await ask(proxied(await world.edge.tokenOf('acme'), said));
    expect(answer).toMatchObject({ statusCode: 403, body: { message: 'Forbidden' }, reason });
  });

  it("refuses another tenant's record", async () => {
    const answer = await ask(proxied(await world.edge.tokenOf('acme'), told(), 'globex'));
    expect(answer).toMatchObject({ statusCode: 403, reason: 'record-of-another-tenant' });
  });

  it('refuses a request with an invalid token or none', async () => {
    const { edge } = world;
    expect(await ask(proxied(undefined))).toMatchObject({ statusCode: 403, reason: 'token-missing' });
    const expired = await edge.tokenOf('acme', { exp: edge.seconds(0) });
    expect(await ask(proxied(expired))).toMatchObject({ statusCode: 403, reason: 'token-expired' });
    const forged = await edge.tokenOf('acme', {}, { by: edge.signing.get('globex') });
    expect(await ask(proxied(forged))).toMatchObject({ statusCode: 403, reason: 'token-forged' });
  });

  it('refuses a tenant that was suspended since the edge decided', async () => {
    const { edge } = world;
    edge.items.tenants = [edge.tenant('acme', 'store', { status: 'suspended' })];
    const answer = await ask(proxied(await edge.tokenOf('acme')));
    expect(answer).toMatchObject({ statusCode: 403, reason: 'tenant-suspended' });
  });

  it('responds with 500 if it cannot check, and to what API Gateway never sends', async () => {
    const { edge } = world;
    edge.dynamo.answer = undated(failure(400, 'AccessDeniedException'));
    const answer = await ask(proxied(await edge.tokenOf('acme')));
    expect(answer).toMatchObject({ statusCode: 500, reason: 'store-unavailable' });
    expect(await ask({ version: '2.0' })).toMatchObject({ statusCode: 500, reason: 'malformed-event' });
    const { authorizer: _, ...bare } = proxied('x').requestContext;
    expect(await ask({ ...proxied('x'), requestContext: bare })).toMatchObject({ reason: 'malformed-event' });
  });
});

describe('the re-check of a backend behind a URL', () => {
  const headers = {
    'x-fleet-flow': 'tenant',
    'x-fleet-tenant': 'acme',
    'x-fleet-principal': `${pools.acme}|s1`,
    'x-fleet-policies': 'policy-1',
  };

  it('reads the same from headers as from the context', () => {
    expect(fromHeaders(headers)).toEqual(fromContext(told()));
    expect(() => fromHeaders({})).toThrow(new Denied('caller-differs'));
  });

  it('identifies the caller by the token', async () => {
    const { edge } = world;
    const recheck = rechecking(tables, budget, edge.now);
    const authorization = `Bearer ${await edge.tokenOf('acme')}`;
    const caller = await recheck(authorization, fromHeaders(headers));
    expect(caller).toEqual({
      flow: 'tenant',
      tenantId: 'acme',
      principal: `${pools.acme}|s1`,
      clientId: 'acme-web',
    });
    await expect(
      recheck(authorization, fromHeaders({ ...headers, 'x-fleet-tenant': 'globex' })),
    ).rejects.toEqual(new Denied('caller-differs'));
  });

  it('gives a record only to its own tenant', () => {
    const refusal = new Denied('record-of-another-tenant');
    expect(() => assertOwned({ tenantId: 'acme' }, { tenantId: 'acme' })).not.toThrow();
    for (const [record, caller] of [
      ['globex', 'acme'],
      ['acme', ''],
      ['', ''],
      [undefined, ''],
      [undefined, 'acme'],
    ] as const)
      expect(() => assertOwned({ tenantId: record }, { tenantId: caller })).toThrow(refusal);
  });
});
