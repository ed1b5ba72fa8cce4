import fc from 'fast-check';
import { tenantHook } from '../../../functions/catalogue';
import { hook } from '../../../functions/shared/hook';
import { tenantClaims } from '../../../functions/tenant-hook/claims';
import {
  type Answer,
  body,
  failure,
  holding,
  inTurn,
  marshalled,
  outages,
  stopsHalfway,
  Tables,
} from '../dynamo';
import { at, contextOf, identities, personal, tenantEvent } from '../events';
import { outcomeOf } from '../log';
import { checked, contexts, spoilable } from '../property';
import { budget, inMemory, loopbackStore, secrets, shortBudget } from '../store';

const tables = { usersTable: 'users', registryTable: 'registry', region: 'eu-central-1' };
const mapping = { user_id: personal.sub, tenant_id: 'acme' };
const entry = {
  tenant_id: 'acme',
  region: 'eu-central-1',
  status: 'active',
  cell: 'cell-01',
  user_pool_id: 'eu-central-1_Acme01',
};
const tenants = (users: (typeof mapping)[], registry: (typeof entry)[]) =>
  holding({ users: users.map(marshalled), registry: registry.map(marshalled) });
const granted = tenants([mapping], [entry]);

const store = loopbackStore();

/** One sign-in against a store with this response. */
async function signIn(
  answer: Answer,
  { limits = budget, event = tenantEvent() as unknown, alias = 'acme' } = {},
) {
  store.answer = answer;
  const handler = hook(tenantHook, () => tenantClaims(tables, limits));
  return outcomeOf(() => handler(event, contextOf(alias)));
}

describe('the tenant hook over HTTP', () => {
  it('reads both records in one strongly consistent call and adds tenant_id to the access token only', async () => {
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
          users: { Keys: [marshalled({ user_id: personal.sub })], ConsistentRead: true },
          registry: {
            Keys: ['eu-central-1', 'suspended#eu-central-1'].map((region) =>
              marshalled({ tenant_id: 'acme', region }),
            ),
            ConsistentRead: true,
          },
        },
      },
    ]);
  });

  it("grants a user of the tenant's own provider, who carries no custom:tenant_id", async () => {
    const event = tenantEvent();
    delete event.request.userAttributes['custom:tenant_id'];
    event.request.userAttributes.identities = identities(['tenant-saml', 'ada']);
    expect((await signIn(granted, { event })).outcome).toHaveProperty('response');
    expect((await signIn(tenants([], [entry]), { event })).reason).toBe('user-not-mapped');
  });

  it('asks again when tokens are refreshed: a suspension ends the session', async () => {
    const event = { ...tenantEvent(), triggerSource: 'TokenGeneration_RefreshTokens' };
    expect((await signIn(granted, { event })).outcome).toHaveProperty('response');
    const suspended = tenants([mapping], [{ ...entry, status: 'suspended' }]);
    expect((await signIn(suspended, { event })).reason).toBe('tenant-suspended');
  });

  it('obeys the mark of an operator, whatever the stacks have written, until it is removed', async () => {
    const beside = (mark: object) =>
      holding({
        users: [marshalled(mapping)],
        registry: [
          marshalled({ tenant_id: 'acme', region: 'suspended#eu-central-1', ...mark }),
          marshalled(entry),
        ],
      });
    const marked = beside({ suspended_at: '2026-11-29T10:00:00.000Z' });
    expect((await signIn(marked)).reason).toBe('tenant-suspended');
    expect((await signIn(beside({}))).outcome).toHaveProperty('response');
  });

  it('does not query the store for a native user without a tenant, of another tenant, or of an unknown pool', async () => {
    const event = tenantEvent();
    delete event.request.userAttributes['custom:tenant_id'];
    expect((await signIn(granted, { event })).reason).toBe('tenant-attribute-missing');
    expect((await signIn(granted, { alias: 'globex' })).reason).toBe('user-of-another-tenant');
    expect((await signIn(granted, { alias: '' })).reason).toBe('alias-missing');
    expect(store.calls).toEqual([]);
  });

  const S = marshalled;
  const items = (users: unknown[], registry: unknown[]) => body({ Responses: { users, registry } });
  const unprocessed = body({
    Responses: { users: [S(mapping)], registry: [] },
    UnprocessedKeys: { registry: { Keys: [S({ tenant_id: 'acme', region: 'eu-central-1' })] } },
  });

  it.each<[title: string, reason: string, calls: number, answer: Answer]>([
    ['an unmapped user', 'user-not-mapped', 1, tenants([], [entry])],
    [
      'a user of another tenant',
      'user-of-another-tenant',
      1,
      tenants([{ ...mapping, tenant_id: 'globex' }], [entry]),
    ],
    ['an unknown tenant', 'tenant-unknown', 1, tenants([mapping], [])],
    [
      'a tenant that is elsewhere only',
      'tenant-unknown',
      1,
      tenants([mapping], [{ ...entry, region: 'eu-west-1' }]),
    ],
    [
      "another pool than the registry's",
      'pool-not-registered',
      1,
      tenants([mapping], [{ ...entry, user_pool_id: 'eu-central-1_Other' }]),
    ],
    ...outages,
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
    expect(lines).toEqual([expect.objectContaining({ message: 'refused', reason })]);
    expect(store.calls).toHaveLength(calls);
  });

  it.each<[string, Answer]>([
    ['a web page', body('<html>a proxy says hello</html>')],
    ['null', body('null')],
    ['a list', body('[1, 2]')],
    ['items that are not maps', items(['x'], [42])],
  ])('gives no token for an answer that is %s', async (_title, answer) => {
    const { outcome, reason } = await signIn(answer);
    expect(outcome).toEqual(new Error('access denied'));
    expect(reason).toMatch(/^store-(malformed|unavailable)$/);
  });

  it.each(outages.filter(([, , calls]) => calls === 2))(
    'retries once: %s at first does not prevent a sign-in',
    async (_title, _reason, _calls, first) => {
      expect((await signIn(inTurn(first, granted))).outcome).toHaveProperty('response');
      expect(store.calls).toHaveLength(2);
    },
  );

  it('stops at the total budget even if no single attempt exceeds its own', async () => {
    const limits = shortBudget;
    expect((await signIn(() => undefined, { limits })).reason).toBe('store-timeout');
    expect((await signIn(stopsHalfway, { limits })).reason).toBe('store-timeout');
  });

  it('logs why, with the ids of pool, client and request, and nothing personal or secret', async () => {
    const leaky = failure(400, 'ValidationException', `key ${personal.sub} of ${personal.email}`);
    for (const answer of [
      leaky,
      () => undefined,
      holding({}),
      items([S({ ...mapping, user_id: personal.name })], []),
    ]) {
      const { text, lines, outcome } = await signIn(answer);
      for (const value of [...Object.values(personal), ...Object.values(secrets)]) {
        expect(text).not.toContain(value);
        expect(String((outcome as Error).stack)).not.toContain(value);
      }
      expect(lines[0]).toMatchObject({
        service: 'tenant-hook',
        function_request_id: 'b6e1a5c8-0000-4000-8000-000000000001',
        user_pool_id: 'eu-central-1_Acme01',
        client_id: '1example23456789',
        trigger: 'TokenGeneration_Authentication',
      });
    }
  });
});

describe('any event against any store', () => {
  const user = fc.constantFrom('u1', 'u2');
  const tenant = fc.constantFrom('acme', 'globex');
  const pool = fc.constantFrom('pool-a', 'pool-b');
  const events = fc
    .record({ user, pool, tenant: fc.option(tenant), federated: fc.boolean() })
    .map(({ user, pool, tenant, federated }) => {
      const event = tenantEvent();
      event.userPoolId = pool;
      const attributes = event.request.userAttributes;
      attributes.sub = user;
      delete attributes['custom:tenant_id'];
      if (tenant) attributes['custom:tenant_id'] = tenant;
      if (federated) attributes.identities = identities(['tenant-oidc', user]);
      return event;
    });
  const paths = [
    'userPoolId',
    'request',
    'request.userAttributes',
    'request.userAttributes.sub',
    'request.userAttributes.identities',
    'request.userAttributes.custom:tenant_id',
    'response',
  ];
  const stores = fc.record({
    users: fc.uniqueArray(fc.record({ user_id: user, tenant_id: tenant }), {
      selector: (item) => item.user_id,
    }),
    registry: fc.uniqueArray(
      fc.record({
        tenant_id: tenant,
        region: fc.constant('eu-central-1'),
        user_pool_id: pool,
        status: fc.constantFrom('active', 'active', 'suspended', 'other'),
      }),
      { selector: (item) => item.tenant_id },
    ),
  });
  const cases = fc.record({
    event: spoilable(events, paths),
    context: contexts('acme', 'globex'),
    held: stores,
  });

  it('yields a token exactly for the tenant that alias, user, mapping and registry grant', async () => {
    let memory = new Tables();
    const spy = inMemory(() => memory);
    const handler = hook(tenantHook, () => tenantClaims(tables, budget));
    const { granted, refused } = await checked(
      cases,
      ({ event, context, held: { users, registry } }) => {
        memory = new Tables({ users: users.map(marshalled), registry: registry.map(marshalled) });
        return handler(event, context);
      },
      ({ event, context, held: { users, registry } }, answer) => {
        const claims = at(
          answer,
          'response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride',
        );
        const { tenant_id: claim } = claims as Record<string, string>;
        const attributes = at(event, 'request.userAttributes') as Record<string, string>;
        return (
          JSON.stringify(claims) === JSON.stringify({ tenant_id: claim }) &&
          context.invokedFunctionArn.endsWith(`:${claim}`) &&
          [undefined, '', claim].includes(attributes['custom:tenant_id']) &&
          (Boolean(attributes['custom:tenant_id']) || Boolean(attributes.identities)) &&
          users.some(({ user_id, tenant_id }) => user_id === attributes.sub && tenant_id === claim) &&
          registry.some(
            ({ tenant_id, user_pool_id, status }) =>
              tenant_id === claim && user_pool_id === at(event, 'userPoolId') && status === 'active',
          )
        );
      },
    );
    spy.mockRestore();
    expect(granted).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1000);
  });
});
