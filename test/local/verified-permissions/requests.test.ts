import type { EntitiesDefinition } from '@aws-sdk/client-verifiedpermissions';
import {
  account,
  action,
  failureOf,
  type Harness,
  newPolicy,
  newStore,
  payment,
  paymentsSchema,
  start,
  user,
} from './harness';

let client: Harness['client'];
let harness: Harness;
let policyStoreId: string;
beforeAll(async () => {
  harness = await start();
  client = harness.client;
  policyStoreId = await newStore(client);
  await newPolicy(client, policyStoreId, 'permit(principal, action, resource);');
});
afterAll(() => harness.close());

const question = { principal: user('u'), action: action('view'), resource: payment('1') };

/** Sends a body around the SDK, which would not send it, and returns the response's. */
async function raw(operation: string, body: string) {
  const answer = await fetch(harness.url, {
    method: 'POST',
    headers: {
      'x-amz-target': `VerifiedPermissions.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=KEY${account}/20260301/eu-central-1/verifiedpermissions/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body,
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    ...((await answer.json()) as object),
  };
}
const ask = (more: object) => raw('IsAuthorized', JSON.stringify({ policyStoreId, ...question, ...more }));

it.each<[string, object, string]>([
  ['a value of two kinds', { a: { long: 1, string: 'x' } }, 'context.contextMap.a'],
  ['a value of no kind', { a: {} }, 'context.contextMap.a'],
  ['a value of an unknown kind', { a: { constructor: 'x' } }, 'context.contextMap.a'],
  ['an invalid boolean', { a: { boolean: 'true' } }, 'context.contextMap.a.boolean'],
  ['an invalid string', { a: { string: 1 } }, 'context.contextMap.a.string'],
  ['a fraction as long', { a: { long: 1.5 } }, 'context.contextMap.a.long'],
  ['a long that JSON would round', { a: { long: 2 ** 53 } }, 'context.contextMap.a.long'],
  ['an invalid set', { a: { set: {} } }, 'context.contextMap.a.set'],
  [
    'a bad value deep inside',
    { a: { record: { b: { set: [{ long: 1 }, { long: 'x' }] } } } },
    'context.contextMap.a.record.b.set.1.long',
  ],
  [
    'an entity without id',
    { a: { entityIdentifier: { entityType: 'A' } } },
    'context.contextMap.a.entityIdentifier',
  ],
  ['an address that is not text', { a: { ipaddr: 1 } }, 'context.contextMap.a.ipaddr'],
  ['an invalid address', { a: { ipaddr: 'x' } }, 'request'],
  ['a decimal with too many digits', { a: { decimal: '1.23456' } }, 'request'],
  [
    'a forged entity',
    { a: { record: { __entity: { record: { type: { string: 'A' }, id: { string: '1' } } } } } },
    'context.contextMap.a.record.__entity',
  ],
  ['a forged extension value', { __extn: { record: {} } }, 'context.contextMap.__extn'],
])('refuses %s in the context', async (_what, contextMap, path) => {
  const refused = await ask({ context: { contextMap } });
  expect(refused).toMatchObject({
    status: 400,
    type: 'application/x-amz-json-1.0',
    __type: 'ValidationException',
    fieldList: [{ path, message: expect.any(String) }],
  });
});

it.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['a number that JSON would round', '{"a": 9007199254740993}'],
  ['a fraction', '{"a": [0.5]}'],
  ['an escape at the top', '{"__extn": {"fn": "ip", "arg": "::1"}}'],
])('refuses a Cedar JSON context of %s', async (_what, cedarJson) => {
  expect(await ask({ context: { cedarJson } })).toMatchObject({
    __type: 'ValidationException',
    fieldList: [{ path: 'context.cedarJson' }],
  });
});

it.each<[string, EntitiesDefinition]>([
  ['no JSON', { cedarJson: '[' }],
  ['no list', { cedarJson: '{}' }],
  ['an entity without uid', { cedarJson: '[{"attrs":{},"parents":[]}]' }],
  ['an action', { entityList: [{ identifier: { entityType: 'Payments::Action', entityId: 'view' } }] }],
  [
    'an action in Cedar JSON',
    { cedarJson: '[{"uid":{"type":"Action","id":"view"},"attrs":{},"parents":[]}]' },
  ],
  [
    'a cycle',
    {
      entityList: [
        { identifier: user('a'), parents: [user('b')] },
        { identifier: user('b'), parents: [user('a')] },
      ],
    },
  ],
  [
    'a bad attribute',
    { entityList: [{ identifier: user('a'), attributes: { x: { ipaddr: '999.1.1.1' } } }] },
  ],
])('refuses entities with %s', async (_what, entities) => {
  expect((await failureOf(client.isAuthorized({ policyStoreId, ...question, entities }))).name).toBe(
    'ValidationException',
  );
});

it('takes the last of several entities with one identifier', async () => {
  const store = await newStore(client);
  await newPolicy(client, store, 'permit(principal, action, resource) when { principal.n == 2 };');
  const entityList = [1, 2].map((n) => ({ identifier: user('u'), attributes: { n: { long: n } } }));
  const { decision } = await client.isAuthorized({
    policyStoreId: store,
    ...question,
    entities: { entityList },
  });
  expect(decision).toBe('ALLOW');
});

it.each(['principal', 'action', 'resource'] as const)('needs the %s', async (part) => {
  const { [part]: _left, ...rest } = question;
  const refused = await failureOf(client.isAuthorized({ policyStoreId, ...rest }));
  expect(refused.fieldList).toEqual([{ path: part, message: expect.any(String) }]);
});

it('refuses a body that is not JSON, and a store that does not exist', async () => {
  expect(await raw('IsAuthorized', '{')).toMatchObject({ status: 400, __type: 'ValidationException' });
  expect(await failureOf(client.isAuthorized({ ...question, policyStoreId: 'nope' }))).toMatchObject({
    name: 'ResourceNotFoundException',
    resourceType: 'POLICY_STORE',
    resourceId: 'nope',
  });
});

describe('batches', () => {
  it('share a principal or a resource', async () => {
    const mixed = [question, { ...question, principal: user('v'), resource: payment('2') }];
    expect((await failureOf(client.batchIsAuthorized({ policyStoreId, requests: mixed }))).fieldList).toEqual(
      [{ path: 'requests', message: expect.stringContaining('same principal') }],
    );
    for (const part of [{ principal: user('v') }, { resource: payment('2') }]) {
      const requests = [question, { ...question, ...part }];
      const { results } = await client.batchIsAuthorized({ policyStoreId, requests });
      expect(results?.map(({ request }) => request)).toEqual(requests);
    }
  });

  it('have at most 30 requests', async () => {
    const requests = (count: number) => Array.from({ length: count }, () => question);
    expect((await client.batchIsAuthorized({ policyStoreId, requests: requests(30) })).results).toHaveLength(
      30,
    );
    expect((await failureOf(client.batchIsAuthorized({ policyStoreId, requests: requests(31) }))).name).toBe(
      'ValidationException',
    );
  });
});

describe('a STRICT store', () => {
  const attributes = { amount: { long: 1 }, tenant: { string: 'acme' } };
  const good = { entities: { entityList: [{ identifier: payment('1'), attributes }] } };
  it.each<[string, object]>([
    ['an unknown action', { action: action('nix') }],
    ['a principal that the action does not apply to', { principal: payment('1') }],
    ['a resource that the action does not apply to', { resource: user('u') }],
    ['an undeclared context', { context: { contextMap: { more: { long: 1 } } } }],
    ['a missing attribute', { entities: { entityList: [{ identifier: payment('1'), attributes: {} }] } }],
    [
      'an undeclared attribute',
      {
        entities: {
          entityList: [{ identifier: payment('1'), attributes: { ...attributes, x: { long: 1 } } }],
        },
      },
    ],
    [
      'a wrong type',
      {
        entities: {
          entityList: [{ identifier: payment('1'), attributes: { ...attributes, amount: { string: '1' } } }],
        },
      },
    ],
    [
      'an undeclared entity type',
      { entities: { entityList: [{ identifier: { entityType: 'Payments::Nope', entityId: '1' } }] } },
    ],
  ])('refuses %s, an OFF store does not', async (_what, part) => {
    const any = 'permit(principal, action, resource);';
    const strict = await newStore(client, 'STRICT', paymentsSchema());
    const off = await newStore(client, 'OFF', paymentsSchema());
    for (const id of [strict, off]) await newPolicy(client, id, any);
    const request = { ...question, ...good };
    expect((await client.isAuthorized({ policyStoreId: strict, ...request })).decision).toBe('ALLOW');
    const refused = await failureOf(client.isAuthorized({ policyStoreId: strict, ...request, ...part }));
    expect(refused.name).toBe('ValidationException');
    expect((await client.isAuthorized({ policyStoreId: off, ...request, ...part })).decision).toBe('ALLOW');
  });

  it('stops validating when its mode is turned OFF', async () => {
    const id = await newStore(client, 'STRICT', paymentsSchema());
    const request = { policyStoreId: id, ...question, action: action('nix') };
    expect((await failureOf(client.isAuthorized(request))).name).toBe('ValidationException');
    await client.updatePolicyStore({ policyStoreId: id, validationSettings: { mode: 'OFF' } });
    expect((await client.isAuthorized(request)).decision).toBe('DENY');
  });
});

it('follows action groups of the schema in either mode', async () => {
  for (const mode of ['STRICT', 'OFF'] as const) {
    const id = await newStore(client, mode, paymentsSchema());
    await newPolicy(client, id, 'permit(principal, action in Payments::Action::"read", resource);');
    const decision = async (name: string) =>
      (await client.isAuthorized({ policyStoreId: id, ...question, action: action(name) })).decision;
    expect([await decision('view'), await decision('approve')]).toEqual(['ALLOW', 'DENY']);
  }
});
