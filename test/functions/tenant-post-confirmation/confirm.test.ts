import fc from 'fast-check';
import { tenantPostConfirmation } from '../../../functions/catalogue';
import { postConfirmationEvent as read } from '../../../functions/shared/events/post-confirmation';
import { trigger } from '../../../functions/shared/trigger';
import { mapNewUsers } from '../../../functions/tenant-post-confirmation/confirm';
import {
  type Answer,
  body,
  failure,
  from,
  type Item,
  inTurn,
  marshalled,
  outages,
  stopsHalfway,
  Tables,
} from '../dynamo';
import { at, contextOf, identities, personal, postConfirmationEvent } from '../events';
import { outcomeOf } from '../log';
import { checked, contexts, spoilable } from '../property';
import { budget, inMemory, loopbackStore, secrets, shortBudget } from '../store';

const config = { usersTable: 'users', registryTable: 'registry', region: 'eu-central-1' };
const entry = {
  tenant_id: 'acme',
  region: 'eu-central-1',
  status: 'active',
  user_pool_id: 'eu-central-1_Acme01',
};
const mapping = marshalled({ user_id: personal.sub, tenant_id: 'acme' });

const store = loopbackStore();
const handlerWithin = (limits = budget) =>
  trigger(tenantPostConfirmation, read, () => mapNewUsers(config, limits));

async function confirm(
  answer: Answer,
  { limits = budget, event = postConfirmationEvent() as unknown, alias = 'acme' } = {},
) {
  store.answer = answer;
  return outcomeOf(() => handlerWithin(limits)(event, contextOf(alias)));
}
const registered = (...users: Item[]) => new Tables({ registry: [marshalled(entry)], users });

describe('a new user of a tenant', () => {
  it('is mapped to the tenant that owns the pool, after a consistent read of the registry', async () => {
    const tables = registered();
    const { outcome, lines } = await confirm(from(tables));
    expect(outcome).toEqual(postConfirmationEvent());
    expect(lines).toEqual([]);
    expect(tables.items.users).toEqual([mapping]);
    expect(store.calls[0]).toMatchObject({
      TableName: 'registry',
      Key: marshalled({ tenant_id: 'acme', region: 'eu-central-1' }),
      ConsistentRead: true,
    });
    expect(store.calls).toHaveLength(2);
  });

  it("from the tenant's own provider is mapped, too, without custom:tenant_id", async () => {
    const tables = registered();
    const event = postConfirmationEvent({ identities: identities(['tenant-oidc', 'ada']) });
    delete event.request.userAttributes['custom:tenant_id'];
    expect((await confirm(from(tables), { event })).outcome).toEqual(event);
    expect(tables.items.users).toEqual([mapping]);
  });

  it('who is already mapped stays mapped: the same tenant is accepted, another is refused', async () => {
    const tables = registered(mapping);
    expect((await confirm(from(tables))).outcome).toEqual(postConfirmationEvent());
    expect(tables.items.users).toEqual([mapping]);

    const elsewhere = marshalled({ user_id: personal.sub, tenant_id: 'globex' });
    const others = registered(elsewhere);
    const { outcome, reason } = await confirm(from(others));
    expect(outcome).toEqual(new Error('access denied'));
    expect(reason).toBe('user-of-another-tenant');
    expect(others.items.users).toEqual([elsewhere]);
  });

  it('is mapped once even if the response to the put was lost: the retry finds the item', async () => {
    const tables = registered();
    const writesButCuts: Answer = (request, response) => {
      tables.answer(request);
      response.destroy();
    };
    const answer = inTurn(from(tables), writesButCuts, from(tables));
    expect((await confirm(answer)).outcome).toEqual(postConfirmationEvent());
    expect(tables.items.users).toEqual([mapping]);
    expect(store.calls).toHaveLength(3);
  });

  it('who only resets a forgotten password is already mapped: nothing is read or written', async () => {
    const event = { ...postConfirmationEvent(), triggerSource: 'PostConfirmation_ConfirmForgotPassword' };
    expect((await confirm(from(registered()), { event })).outcome).toEqual(event);
    expect(store.calls).toEqual([]);
  });

  it.each<[reason: string, title: string, event: unknown, alias: string]>([
    ['alias-missing', 'a pool that calls the function itself', postConfirmationEvent(), ''],
    ['user-of-another-tenant', 'a user of another tenant', postConfirmationEvent(), 'globex'],
    [
      'tenant-attribute-missing',
      'a native user without tenant',
      postConfirmationEvent({ 'custom:tenant_id': '' }),
      'acme',
    ],
    ['malformed-event', 'a user without sub', postConfirmationEvent({ sub: '' }), 'acme'],
    [
      'malformed-event',
      'another trigger',
      { ...postConfirmationEvent(), triggerSource: 'PreSignUp_SignUp' },
      'acme',
    ],
  ])('is not mapped: %s, for %s', async (reason, _title, event, alias) => {
    const tables = registered();
    const given = await confirm(from(tables), { event, alias });
    expect(given.outcome).toEqual(new Error('access denied'));
    expect(given.reason).toBe(reason);
    expect(tables.items.users).toEqual([]);
    expect(store.calls).toEqual([]);
  });

  it.each<[reason: string, registry: Item[]]>([
    ['tenant-unknown', []],
    ['tenant-unknown', [marshalled({ ...entry, region: 'eu-west-1' })]],
    ['pool-not-registered', [marshalled({ ...entry, user_pool_id: 'eu-central-1_Other1' })]],
    ['tenant-suspended', [marshalled({ ...entry, status: 'suspended' })]],
    ['store-malformed', [marshalled({ ...entry, status: 'new' })]],
  ])('is not mapped if the registry says otherwise: %s', async (reason, registry) => {
    const tables = new Tables({ registry, users: [] });
    const given = await confirm(from(tables));
    expect(given.outcome).toEqual(new Error('access denied'));
    expect(given.reason).toBe(reason);
    expect(tables.items.users).toEqual([]);
  });

  it.each(outages)('is not mapped, and refused, for %s (%s)', async (_title, reason, calls, answer) => {
    const given = await confirm(answer);
    expect(given.outcome).toEqual(new Error('access denied'));
    expect(given.reason).toBe(reason);
    expect(store.calls).toHaveLength(calls);
  });

  it('is refused if the put fails, is slow, or is rejected without the existing item', async () => {
    const tables = registered(mapping);
    const then = (answer: Answer) => inTurn(from(tables), answer);
    const silent = failure(400, 'ConditionalCheckFailedException');
    expect((await confirm(then(failure(500, 'InternalServerError')))).reason).toBe('store-unavailable');
    expect((await confirm(then(silent))).reason).toBe('store-malformed');
    expect(
      (
        await confirm(
          then(() => undefined),
          { limits: shortBudget },
        )
      ).reason,
    ).toBe('store-timeout');
    expect((await confirm(then(stopsHalfway), { limits: shortBudget })).reason).toBe('store-timeout');
    expect((await confirm(body('null'))).outcome).toEqual(new Error('access denied'));
  });

  it('leaves nothing personal or secret in the log', async () => {
    const leaky = failure(400, 'ValidationException', `${personal.sub} ${personal.email}`);
    for (const answer of [leaky, from(new Tables()), () => undefined]) {
      const { text, lines } = await confirm(answer);
      expect(lines).toHaveLength(1);
      for (const value of [...Object.values(personal), ...Object.values(secrets)])
        expect(text).not.toContain(value);
    }
  });
});

describe('any event against any store', () => {
  const user = fc.constantFrom('u1', 'u2');
  const tenant = fc.constantFrom('acme', 'globex');
  const pool = fc.constantFrom('pool-a', 'pool-b');
  const events = fc.record({ user, pool, tenant }).map(({ user, pool, tenant }) => {
    const event = postConfirmationEvent({ sub: user, 'custom:tenant_id': tenant });
    event.userPoolId = pool;
    return event;
  });
  const paths = ['triggerSource', 'userPoolId', 'request.userAttributes', 'request.userAttributes.sub'];
  const stores = fc.record({
    users: fc.uniqueArray(fc.record({ user_id: user, tenant_id: tenant }), {
      selector: (item) => item.user_id,
    }),
    registry: fc.uniqueArray(
      fc.record({
        tenant_id: tenant,
        region: fc.constant('eu-central-1'),
        user_pool_id: pool,
        status: fc.constantFrom('active', 'active', 'suspended'),
      }),
      { selector: (item) => item.tenant_id },
    ),
  });

  it('maps users only to the tenant whose alias was called, and never changes a mapping', async () => {
    let memory = new Tables();
    const spy = inMemory(() => memory);
    const handler = handlerWithin();
    let before: string[] = [];
    const mappings = () => (memory.items.users ?? []).map((item) => JSON.stringify(item));
    const { granted, refused } = await checked(
      fc.record({ event: spoilable(events, paths), context: contexts('acme', 'globex'), held: stores }),
      async ({ event, context, held: { users, registry } }) => {
        memory = new Tables({ users: users.map(marshalled), registry: registry.map(marshalled) });
        before = mappings();
        try {
          return await handler(event, context);
        } catch (error) {
          expect(mappings()).toEqual(before);
          throw error;
        }
      },
      ({ event, context, held: { registry } }) => {
        const alias = context.invokedFunctionArn.split(':')[7] ?? '';
        const own = JSON.stringify(
          marshalled({ user_id: String(at(event, 'request.userAttributes.sub')), tenant_id: alias }),
        );
        const added = mappings().filter((item) => !before.includes(item));
        return (
          before.every((item) => mappings().includes(item)) &&
          mappings().includes(own) &&
          added.every((item) => item === own) &&
          at(event, 'request.userAttributes.custom:tenant_id') === alias &&
          registry.some(
            ({ tenant_id, user_pool_id, status }) =>
              tenant_id === alias && user_pool_id === at(event, 'userPoolId') && status === 'active',
          )
        );
      },
    );
    spy.mockRestore();
    expect(granted).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1000);
  });

  it('maps exactly once, however many confirm the same user at the same time', async () => {
    const rivals = fc.array(tenant, { minLength: 2, maxLength: 5 });
    let memory = new Tables();
    let order: number[] = [];
    const spy = inMemory(() => memory);
    // Each call waits for its turn in a generated order, so that the calls interleave in every way.
    const answerAtOnce = spy.getMockImplementation();
    spy.mockImplementation(async function (this: unknown, command: unknown) {
      for (let turns = order.pop() ?? 0; turns > 0; turns--) await Promise.resolve();
      return answerAtOnce?.call(this, command);
    });
    const handler = handlerWithin();
    const registry = ['acme', 'globex'].map((tenant_id) =>
      marshalled({ ...entry, tenant_id, user_pool_id: `pool-of-${tenant_id}` }),
    );
    const property = fc.asyncProperty(rivals, fc.array(fc.nat(40)), async (tenants, turns) => {
      memory = new Tables({ registry, users: [] });
      order = [...turns];
      const outcomes = await Promise.allSettled(
        tenants.map((tenant) => {
          const event = postConfirmationEvent({ 'custom:tenant_id': tenant });
          return handler({ ...event, userPoolId: `pool-of-${tenant}` }, contextOf(tenant));
        }),
      );
      const [first, ...more] = memory.items.users ?? [];
      const winner = at(first, 'tenant_id.S');
      return (
        more.length === 0 &&
        outcomes.every(({ status }, index) => (status === 'fulfilled') === (tenants[index] === winner))
      );
    });
    await outcomeOf(() => fc.assert(property, { numRuns: 1000 })).then(({ outcome }) =>
      expect(outcome).toBeUndefined(),
    );
    spy.mockRestore();
  });
});
