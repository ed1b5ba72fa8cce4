import { createHash } from 'node:crypto';
import { VerifiedPermissionsClient } from '@aws-sdk/client-verifiedpermissions';
import fc from 'fast-check';
import { Tables } from '../dynamo';
import { context } from '../events';
import { logOf } from '../log';
import { spoilable } from '../property';
import { inMemory } from '../store';
import { type Edge, edgeForTests } from './edge';
import { apiEvent, keys, list } from './requests';

const world = edgeForTests();

interface AskedInput {
  policyStoreId: string;
  accessToken: string;
  action: { actionId: string };
  resource: { entityId: string };
  entities?: { entityList: { attributes: Record<string, unknown> }[] };
  context: { contextMap: Record<string, unknown> };
}

/** Unpredictable policies: they decide by a hash of everything in the request, and of their own version. */
function decided(input: AskedInput, version: number): boolean {
  const { policyStoreId, accessToken, action, resource, entities, context: more } = input;
  const asked = JSON.stringify([
    policyStoreId,
    accessToken,
    action,
    resource,
    entities ?? null,
    more,
    version,
  ]);
  return (createHash('sha256').update(asked).digest()[0] ?? 0) < 128;
}

/** A policy store without a network; `version` and `down` may change at any time. */
function policyStore() {
  const state = { version: 0, down: false, asked: [] as AskedInput[] };
  const spy = jest.spyOn(VerifiedPermissionsClient.prototype, 'send').mockImplementation((async (
    command: object,
  ) => {
    const { input } = command as { input: AskedInput };
    state.asked.push(input);
    if (state.down) throw Object.assign(new Error('down'), { name: 'ThrottlingException' });
    return {
      decision: decided(input, state.version) ? 'ALLOW' : 'DENY',
      determiningPolicies: [],
      errors: [],
      principal: { entityType: 'Payments::User', entityId: 'pool|s1' },
    };
  }) as never);
  return { state, spy };
}

/** Some tokens of acme, which expire after so many seconds. */
const tokensOf = (edge: Edge) =>
  Promise.all(
    [30, 100, 3000].map((life) => edge.tokenOf('acme', { exp: edge.seconds(life), sub: `s${life}` })),
  );

type Step =
  | { token: number; payment: string; amount: string }
  | { wait: number }
  | { policies: true }
  | { down: boolean };

it("a cached decision is one that the store gave for this very request, within its time and the token's lifetime", async () => {
  const { edge } = world;
  const tables = new Tables(edge.items);
  const memory = inMemory(() => tables);
  const tokens = await tokensOf(edge);
  const begin = edge.clock.now;
  const keep = { allowSeconds: 20, denySeconds: 5 };
  const { state, spy } = policyStore();
  let fromMemory = 0;
  let [allowed, denied, down] = [0, 0, 0];

  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        token: fc.nat(2),
        payment: fc.constantFrom('p1', 'p2'),
        amount: fc.constantFrom('1', '2'),
      }),
    },
    { weight: 3, arbitrary: fc.constantFrom(1, 4, 5, 19, 20, 29).map((wait) => ({ wait })) },
    { weight: 1, arbitrary: fc.constant({ policies: true as const }) },
    { weight: 1, arbitrary: fc.boolean().map((value) => ({ down: value })) },
  );
  const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
    edge.clock.now = begin;
    Object.assign(state, { version: 0, down: false });
    const ask = edge.handler({ keep });
    /** What the store decided about a request, and when. */
    const said = new Map<string, { allowed: boolean; at: number }>();
    for (const one of steps) {
      if ('wait' in one) edge.later(one.wait);
      else if ('policies' in one) state.version += 1;
      else if ('down' in one) state.down = one.down;
      else {
        state.asked.length = 0;
        const now = edge.now();
        const event = apiEvent({
          key: keys.approve,
          token: tokens[one.token],
          payment: one.payment,
          query: 'purpose=x',
          headers: { 'x-payment-amount': one.amount },
        });
        const outcome = await ask(event, context).catch((error: Error) => error.message);
        const minute = Math.floor(now / 60_000);
        const key = JSON.stringify([one, minute]);
        const life = [30, 100, 3000][one.token] as number;
        if (now >= begin.getTime() + life * 1000) {
          if (outcome !== 'Unauthorized' || state.asked.length > 0) return false;
          continue;
        }
        const [input] = state.asked;
        if (input && state.down) {
          down += 1;
          if (outcome !== 'access denied') return false;
          continue;
        }
        if (input) said.set(key, { allowed: decided(input, state.version), at: now });
        else fromMemory += 1;
        const known = said.get(key);
        if (!known) return false;
        const seconds = known.allowed ? keep.allowSeconds : keep.denySeconds;
        if (!input && now >= known.at + seconds * 1000) return false;
        if ((outcome as { isAuthorized?: boolean }).isAuthorized !== known.allowed) return false;
        if (known.allowed) allowed += 1;
        else denied += 1;
      }
    }
    return true;
  });
  await logOf(() => fc.assert(property, { numRuns: 100 }));
  spy.mockRestore();
  memory.mockRestore();
  for (const count of [fromMemory, allowed, denied, down]) expect(count).toBeGreaterThan(20);
});

it('no event is allowed unless the store permits what it asks for, and none gets an answer that it should not', async () => {
  const { edge } = world;
  const tables = new Tables(edge.items);
  const memory = inMemory(() => tables);
  const { state, spy } = policyStore();
  const life = { exp: edge.seconds(3000) };
  const good = await Promise.all([
    edge.tokenOf('acme', life),
    edge.tokenOf('globex', life),
    edge.tokenOf('customer', life),
    edge.tokenOf('machine', life),
  ]);
  const bad = [
    await edge.tokenOf('acme', { ...life, client_id: 'x' }),
    await edge.tokenOf('acme', life, { by: edge.signing.get('globex') }),
    'a.b.c',
    '',
  ];
  const ask = edge.handler({ keep: { allowSeconds: 0, denySeconds: 0 } });
  let [passed, refused] = [0, 0];

  const text = fc.oneof(
    fc.constantFrom('acme', 'globex', 'p1', '7', '1e3', '7,8', ''),
    fc.string({ unit: 'binary' }),
  );
  const events = fc.record({
    key: fc.constantFrom(...list.map(({ key }) => key), 'GET /else'),
    token: fc.constantFrom(...good, ...good, ...bad),
    tenant: text,
    payment: text,
    query: fc.oneof(fc.constantFrom('purpose=x', 'purpose=x&purpose=y'), fc.string()),
    headers: fc.record({ 'x-payment-amount': text }, { requiredKeys: [] }),
    sourceIp: fc.oneof(fc.ipV4(), fc.ipV6()),
  });
  const paths = [
    'version',
    'type',
    'routeKey',
    'headers',
    'pathParameters',
    'rawQueryString',
    'requestContext.http',
    'requestContext',
  ];
  const property = fc.asyncProperty(spoilable(events.map(apiEvent), paths), async (event) => {
    state.asked.length = 0;
    const outcome = await ask(event, context).catch((error: unknown) => error);
    if (outcome instanceof Error) {
      refused += 1;
      return ['Unauthorized', 'access denied'].includes(outcome.message);
    }
    const answer = outcome as { isAuthorized: unknown; context?: Record<string, unknown> };
    if (answer.isAuthorized === false) {
      refused += 1;
      return answer.context === undefined;
    }
    passed += 1;
    const { routeKey, pathParameters } = event as ReturnType<typeof apiEvent>;
    const route = list.find(({ key }) => key === routeKey);
    const [input] = state.asked;
    return (
      answer.isAuthorized === true &&
      Object.values(answer.context ?? {}).every((value) => typeof value === 'string') &&
      // Decisions are not cached here, so each one comes from the store.
      input !== undefined &&
      decided(input, state.version) &&
      input.action.actionId === route?.action &&
      input.resource.entityId === pathParameters.payment &&
      answer.context?.flow === route.flow
    );
  });
  await logOf(() => fc.assert(property, { numRuns: 1500 }));
  spy.mockRestore();
  memory.mockRestore();
  expect(passed).toBeGreaterThan(15);
  expect(refused).toBeGreaterThan(500);
});
