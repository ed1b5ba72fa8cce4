import { hook } from '../../../functions/shared/hook';
import type { Budget } from '../../../functions/tenant-hook/budget';
import { tenantClaims } from '../../../functions/tenant-hook/claims';
import { type Answer, DynamoStandIn, failure, holding, send } from '../dynamo';
import { context, personal, tenantEvent } from '../events';
import { logOf } from '../log';

const config = { usersTable: 'users', registryTable: 'registry', region: 'eu-central-1' };
/** Small, so that a store that never answers costs the test little; the tests measure no time. */
const budget: Budget = { connect: 200, perTry: 40, total: 2000 };

const mapping = { user_id: personal.sub, tenant_id: 'acme' };
const entry = {
  tenant_id: 'acme',
  region: 'eu-central-1',
  status: 'active',
  cell: 'cell-01',
  user_pool_id: 'eu-central-1_Acme01',
};
const granted = holding({ users: [mapping], registry: [entry] });

const store = new DynamoStandIn();
const before = process.env;
beforeAll(async () => {
  process.env = {
    ...before,
    AWS_ENDPOINT_URL: await store.start(),
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'planted-secret-key',
  };
});
afterAll(async () => {
  process.env = before;
  await store.stop();
});
beforeEach(() => {
  store.calls.length = 0;
});

/** One sign-in against a store that answers so. */
async function signIn(answer: Answer, { limits = budget, event = tenantEvent() as unknown } = {}) {
  store.answer = answer;
  const handler = hook('tenant-hook', () => tenantClaims(config, limits));
  let outcome: unknown;
  const { text, lines } = await logOf(async () => {
    outcome = await handler(event, context).catch((error: unknown) => error);
  });
  return { outcome, text, lines, reason: lines[0]?.reason };
}

/** Answers one after the other; the last one stays. */
const inTurn = (...answers: Answer[]): Answer => {
  let turn = 0;
  return (request, response) => answers[Math.min(turn++, answers.length - 1)]?.(request, response);
};

describe('the tenant hook over HTTP', () => {
  it('reads both records in one strongly consistent call and adds tenant_id to the access token alone', async () => {
    const event = tenantEvent();
    const { outcome, lines } = await signIn(granted, { event });
    expect(outcome).toEqual({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          groupOverrideDetails: event.request.groupConfiguration,
          accessTokenGeneration: { claimsToAddOrOverride: { tenant_id: 'acme' } },
        },
      },
    });
    expect(lines).toEqual([]);
    expect(store.calls).toEqual([
      {
        RequestItems: {
          users: { Keys: [{ user_id: { S: personal.sub } }], ConsistentRead: true },
          registry: {
            Keys: [{ tenant_id: { S: 'acme' }, region: { S: 'eu-central-1' } }],
            ConsistentRead: true,
          },
        },
      },
    ]);
  });

  it('asks again when tokens are refreshed: a suspension ends the session', async () => {
    const event = { ...tenantEvent(), triggerSource: 'TokenGeneration_RefreshTokens' };
    expect((await signIn(granted, { event })).outcome).toHaveProperty('response');
    const suspended = holding({ users: [mapping], registry: [{ ...entry, status: 'suspended' }] });
    expect((await signIn(suspended, { event })).reason).toBe('tenant-suspended');
  });

  it('asks nothing for a user without tenant', async () => {
    const event = tenantEvent();
    delete event.request.userAttributes['custom:tenant_id'];
    expect((await signIn(granted, { event })).reason).toBe('tenant-attribute-missing');
    expect(store.calls).toEqual([]);
  });

  const hangs: Answer = () => undefined;
  const cuts: Answer = (_request, response) => response.destroy();
  const stopsHalfway: Answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.write('{"Responses": {"us');
  };
  const body =
    (content: unknown): Answer =>
    (_request, response) =>
      send(response, 200, content);
  const S = (attributes: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { S: value }]));
  const items = (users: unknown[], registry: unknown[]) => body({ Responses: { users, registry } });

  const throttled = failure(400, 'ProvisionedThroughputExceededException');
  const unprocessed = body({
    Responses: { users: [S(mapping)], registry: [] },
    UnprocessedKeys: { registry: { Keys: [S({ tenant_id: 'acme', region: 'eu-central-1' })] } },
  });

  it.each<[title: string, reason: string, calls: number, answer: Answer]>([
    ['an unmapped user', 'user-not-mapped', 1, holding({ registry: [entry] })],
    [
      'a user of another tenant',
      'user-of-another-tenant',
      1,
      holding({ users: [{ ...mapping, tenant_id: 'globex' }], registry: [entry] }),
    ],
    ['an unknown tenant', 'tenant-unknown', 1, holding({ users: [mapping] })],
    [
      'a tenant that is elsewhere only',
      'tenant-unknown',
      1,
      holding({ users: [mapping], registry: [{ ...entry, region: 'eu-west-1' }] }),
    ],
    [
      "another pool than the registry's",
      'pool-not-registered',
      1,
      holding({ users: [mapping], registry: [{ ...entry, user_pool_id: 'eu-central-1_Other' }] }),
    ],
    ['a store that never answers', 'store-timeout', 2, hangs],
    ['a refused connection', 'store-unavailable', 2, cuts],
    ['an outage', 'store-unavailable', 2, failure(500, 'InternalServerError')],
    ['missing rights', 'store-unavailable', 1, failure(400, 'AccessDeniedException')],
    ['a missing table', 'store-unavailable', 1, failure(400, 'ResourceNotFoundException')],
    ['throttling', 'store-throttled', 2, throttled],
    ['keys left unprocessed', 'store-throttled', 1, unprocessed],
    ['an empty answer', 'store-malformed', 1, body({})],
    ['an answer about other tables', 'store-malformed', 1, body({ Responses: { other: [] } })],
    ['two items for one key', 'store-malformed', 1, items([S(mapping), S(mapping)], [S(entry)])],
    ["another user's item", 'store-malformed', 1, items([S({ ...mapping, user_id: 'u2' })], [S(entry)])],
    ['a mapping without tenant', 'store-malformed', 1, items([S({ user_id: personal.sub })], [S(entry)])],
    ['a number for a text', 'store-malformed', 1, items([{ ...S(mapping), tenant_id: { N: '1' } }], [])],
    ['an unknown status', 'store-malformed', 1, items([S(mapping)], [S({ ...entry, status: 'on' })])],
    ['an empty pool id', 'store-malformed', 1, items([S(mapping)], [S({ ...entry, user_pool_id: '' })])],
  ])('gives no token for %s (%s)', async (_title, reason, calls, answer) => {
    const { outcome, lines } = await signIn(answer);
    expect(outcome).toEqual(new Error('access denied'));
    expect(lines).toEqual([expect.objectContaining({ message: 'no token', reason })]);
    expect(store.calls).toHaveLength(calls);
  });

  it.each<[string, Answer]>([
    ['a web page', body('<html>a proxy says hello</html>')],
    ['null', body('null')],
    ['a list', body('[1, 2]')],
    ['items that are no maps', items(['x'], [42])],
  ])('gives no token for an answer that is %s', async (_title, answer) => {
    const { outcome, reason } = await signIn(answer);
    expect(outcome).toEqual(new Error('access denied'));
    expect(reason).toMatch(/^store-(malformed|unavailable)$/);
  });

  it.each<[string, Answer]>([
    ['a hanging', hangs],
    ['a throttled', throttled],
    ['a failed', failure(503, 'ServiceUnavailable')],
    ['a cut', cuts],
  ])('retries once: %s first try costs nobody the sign-in', async (_title, first) => {
    expect((await signIn(inTurn(first, granted))).outcome).toHaveProperty('response');
    expect(store.calls).toHaveLength(2);
  });

  it('ends with the whole budget even where no single try does', async () => {
    const limits = { connect: 200, perTry: 60_000, total: 60 };
    expect((await signIn(hangs, { limits })).reason).toBe('store-timeout');
    expect((await signIn(stopsHalfway, { limits })).reason).toBe('store-timeout');
  });

  it('logs why, with the ids of pool, client and request, and nothing personal or secret', async () => {
    const leaky = failure(400, 'ValidationException', `key ${personal.sub} of ${personal.email}`);
    for (const answer of [
      leaky,
      hangs,
      holding({}),
      items([S({ ...mapping, user_id: personal.name })], []),
    ]) {
      const { text, lines, outcome } = await signIn(answer);
      for (const value of [...Object.values(personal), 'planted-secret-key', 'AKIDEXAMPLE']) {
        expect(text).not.toContain(value);
        expect(String((outcome as Error).stack)).not.toContain(value);
      }
      expect(lines[0]).toMatchObject({
        service: 'tenant-hook',
        function_request_id: context.awsRequestId,
        user_pool_id: 'eu-central-1_Acme01',
        client_id: '1example23456789',
        trigger: 'TokenGeneration_Authentication',
      });
    }
  });
});
