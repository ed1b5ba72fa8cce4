import fc from 'fast-check';
import { machineHook } from '../../../functions/catalogue';
import { machineClaims } from '../../../functions/machine-hook/claims';
import { hook } from '../../../functions/shared/hook';
import { type Answer, body, failure, holding, inTurn, marshalled, outages, Tables } from '../dynamo';
import { at, context, machineEvent, staffEvent } from '../events';
import { outcomeOf } from '../log';
import { checked, spoilable } from '../property';
import { budget, inMemory, loopbackStore, secrets, shortBudget } from '../store';

const config = { table: 'services', region: 'eu-central-1' };
const clientId = '1example23456789';
const billing = {
  client_id: clientId,
  user_pool_id: 'eu-central-1_Acme01',
  service_id: 'billing',
  tier: 'gold',
  status: 'active',
  allowed_ops: ['payments:view', 'payments:create'],
  rate_limit: 200,
};
const accessClaims = 'response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride';

const store = loopbackStore();

async function ask(answer: Answer, { limits = budget, event = machineEvent() as unknown } = {}) {
  store.answer = answer;
  const handler = hook(machineHook, () => machineClaims(config, limits));
  return outcomeOf(() => handler(event, context));
}
const services = (...items: (typeof billing)[]) => holding({ services: items.map(marshalled) });

describe('the machine hook', () => {
  it('turns the registry item of the requesting client into claims of the access token', async () => {
    const { outcome, lines } = await ask(services({ ...billing, client_id: 'other' }, billing));
    expect(outcome).toEqual({
      ...machineEvent(),
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: {
            claimsToAddOrOverride: {
              service_id: 'billing',
              tier: 'gold',
              allowed_ops: ['payments:view', 'payments:create'],
              rate_limit: 200,
            },
          },
        },
      },
    });
    expect(lines).toEqual([]);
    expect(store.calls).toEqual([
      { RequestItems: { services: { Keys: [{ client_id: { S: clientId } }], ConsistentRead: true } } },
    ]);
  });

  const S = marshalled;
  const item = (change: Record<string, unknown>) =>
    body({ Responses: { services: [{ ...S(billing), ...change }] } });
  it.each<[title: string, reason: string, calls: number, answer: Answer]>([
    ['an unknown service', 'service-unknown', 1, services()],
    ['a suspended service', 'service-suspended', 1, services({ ...billing, status: 'suspended' })],
    [
      'a service of another pool',
      'service-of-another-pool',
      1,
      services({ ...billing, user_pool_id: 'eu-central-1_Other1' }),
    ],
    ...outages,
    ["another service's item", 'store-malformed', 1, item({ client_id: { S: 'other' } })],
    ['no tier', 'store-malformed', 1, item({ tier: undefined })],
    ['operations that are one text', 'store-malformed', 1, item({ allowed_ops: { S: 'payments:view' } })],
    ['an operation that is a number', 'store-malformed', 1, item({ allowed_ops: { L: [{ N: '1' }] } })],
    ['an empty operation', 'store-malformed', 1, item({ allowed_ops: { L: [{ S: '' }] } })],
    ['a rate that is text', 'store-malformed', 1, item({ rate_limit: { S: '200' } })],
    ['a rate below nothing', 'store-malformed', 1, item({ rate_limit: { N: '-1' } })],
    ['a rate that is empty', 'store-malformed', 1, item({ rate_limit: { N: '' } })],
    ['a rate that is not a number', 'store-malformed', 1, item({ rate_limit: { N: 'many' } })],
    ['an unknown status', 'store-malformed', 1, item({ status: { S: 'paused' } })],
  ])('gives no token for %s (%s)', async (_title, reason, calls, answer) => {
    const { outcome, lines } = await ask(answer);
    expect(outcome).toEqual(new Error('access denied'));
    expect(lines).toEqual([
      expect.objectContaining({ reason, service: 'machine-hook', client_id: clientId }),
    ]);
    expect(store.calls).toHaveLength(calls);
  });

  it('gives no token if the store is slower than the budget', async () => {
    const { outcome, reason } = await ask(() => undefined, { limits: shortBudget });
    expect(outcome).toEqual(new Error('access denied'));
    expect(reason).toBe('store-timeout');
  });

  it('retries once', async () => {
    expect((await ask(inTurn(failure(500, 'Error'), services(billing)))).outcome).toHaveProperty('response');
    expect(store.calls).toHaveLength(2);
  });

  it('refuses events of users before the store is asked', async () => {
    const event = { ...staffEvent(), version: '3' };
    expect((await ask(services(billing), { event })).lines).toEqual([
      expect.objectContaining({ reason: 'malformed-event', path: 'triggerSource' }),
    ]);
    expect(store.calls).toEqual([]);
  });

  it('logs nothing secret', async () => {
    const { text } = await ask(failure(400, 'ValidationException', 'planted-secret-key'));
    for (const value of Object.values(secrets)) expect(text).not.toContain(value);
  });
});

it('no event yields a token for a service that the registry does not grant to that client in that pool', async () => {
  const client = fc.constantFrom('c1', 'c2');
  const pool = fc.constantFrom('pool-a', 'pool-b');
  const events = fc.record({ client, pool }).map(({ client, pool }) => {
    const event = machineEvent(client);
    event.userPoolId = pool;
    return event;
  });
  const paths = ['version', 'userPoolId', 'callerContext.clientId', 'request', 'request.scopes', 'response'];
  const registries = fc.uniqueArray(
    fc.record({
      client_id: client,
      user_pool_id: pool,
      service_id: fc.constantFrom('billing', 'reporting'),
      tier: fc.constantFrom('gold', ''),
      status: fc.constantFrom('active', 'active', 'suspended', 'other'),
      allowed_ops: fc.array(fc.constantFrom('payments:view', 'ledger:post')),
      rate_limit: fc.integer({ min: -1, max: 3 }),
    }),
    { selector: (item) => item.client_id },
  );
  let memory = new Tables();
  const spy = inMemory(() => memory);
  const handler = hook(machineHook, () => machineClaims(config, budget));
  const { granted, refused } = await checked(
    fc.record({ event: spoilable(events, paths), registry: registries }),
    ({ event, registry }) => {
      memory = new Tables({ services: registry.map(marshalled) });
      return handler(event, context);
    },
    ({ event, registry }, answer) => {
      const item = registry.find(({ client_id }) => client_id === at(event, 'callerContext.clientId'));
      const { client_id: _, status, user_pool_id, ...claims } = item ?? {};
      return (
        status === 'active' &&
        user_pool_id === at(event, 'userPoolId') &&
        JSON.stringify(Object.entries(at(answer, accessClaims) as object).sort()) ===
          JSON.stringify(Object.entries(claims).sort())
      );
    },
  );
  spy.mockRestore();
  expect(granted).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1000);
});
