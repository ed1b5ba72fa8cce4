import fc from 'fast-check';
import { edgeOf, hasEdge } from '../../environments/placement/edge';
import type { Environment, Route } from '../../environments/schema';
import { authorizerRoutes } from '../../stacks/routes/authorizer-routes';
import { checkRoute, routeProblems } from '../../stacks/routes/check';
import { kindSchema } from '../../stacks/routes/kind-schema';
import { flows, route, settings } from './edge-fixture';
import { everyOption } from './every-option';

const schema = kindSchema(`namespace Payments {
  type Amounts = { amount: Long, note?: String };
  type Reference = String;
  entity User;
  entity Tenant { tenant_id: Reference };
  entity Payment { amount?: Long, created_by?: User, tags?: Set<String>, tenant_id: Reference };
  entity Sealed { approved_by: User };
  action view, close appliesTo {
    principal: User,
    resource: [Payment, Tenant],
    context: { source_ip: ipaddr, time: datetime, token?: { sub?: String } },
  };
  action pay appliesTo { principal: User, resource: Payment, context: Amounts };
  action seal appliesTo { principal: User, resource: Sealed };
}`);
if (!schema) throw new Error('this schema is right');

const view = (changes: Partial<Route> = {}, resource: Partial<Route['resource']> = {}) =>
  route('tenant', {
    action: 'view',
    resource: {
      type: 'Payment',
      id: { path: 'payment' },
      attributes: { tenant_id: { path: 'tenant' } },
      ...resource,
    },
    ...changes,
  });
const problems = (one: Route) => checkRoute(one, 'tenant', schema);

test.each([
  ['all that is required, and what every request has anyway', view()],
  [
    'a Long if the schema has one',
    view({}, { attributes: { tenant_id: { path: 't' }, amount: { query: 'a', type: 'long' } } }),
  ],
  ['another type of the action', view({}, { type: 'Tenant' })],
  [
    'a context by its name in the schema',
    view({ action: 'pay', context: { amount: { header: 'x-a', type: 'long' } } }),
  ],
])('valid: %s', (_, one) => {
  expect(problems(one)).toEqual([]);
});

test.each([
  [
    'action that there is not',
    view({ action: 'veiw' }),
    [['action'], 'veiw', 'have no such action', 'use one of: close, pay, seal, view'],
  ],
  [
    'action by a name that objects have anyway',
    view({ action: 'constructor' }),
    [['action'], 'constructor', 'have no such action', 'use one of'],
  ],
  [
    'type that there is not',
    view({}, { type: 'Paiment' }),
    [['resource', 'type'], 'Paiment', 'have no such entity type', 'use one of: Payment, Tenant'],
  ],
  [
    'type of another action',
    view({}, { type: 'Sealed' }),
    [['resource', 'type'], 'Sealed', 'view does not apply to a Sealed', 'use one of: Payment, Tenant'],
  ],
  [
    'missing attribute',
    view({}, { attributes: {} }),
    [['resource', 'attributes', 'tenant_id'], undefined, 'is missing: a Payment has it', 'say where'],
  ],
  [
    'undeclared attribute',
    view({}, { attributes: { tenant_id: { path: 't' }, colour: { value: 'red' } } }),
    [
      ['resource', 'attributes', 'colour'],
      { value: 'red' },
      'nothing of this name',
      'use one of: amount, created_by',
    ],
  ],
  [
    'String for a Long',
    view({}, { attributes: { tenant_id: { path: 't' }, amount: { query: 'a' } } }),
    [
      ['resource', 'attributes', 'amount'],
      { query: 'a' },
      'is a Long in the schema, and a String here',
      "type: 'long'",
    ],
  ],
  [
    'Long for a String, through a name of the schema',
    view({}, { attributes: { tenant_id: { path: 't', type: 'long' } } }),
    [
      ['resource', 'attributes', 'tenant_id'],
      { path: 't', type: 'long' },
      'is a String in the schema',
      "type: 'string'",
    ],
  ],
  [
    'attribute that no request can give',
    view({}, { attributes: { tenant_id: { path: 't' }, created_by: { query: 'by' } } }),
    [['resource', 'attributes', 'created_by'], { query: 'by' }, 'is a Entity in the schema', 'leave it out'],
  ],
  [
    'missing context',
    view({ action: 'pay' }),
    [['context', 'amount'], undefined, 'is missing: the context of pay has it', "with type: 'long'"],
  ],
  [
    'undeclared context',
    view({ context: { amount: { query: 'a', type: 'long' } } }),
    [
      ['context', 'amount'],
      { query: 'a', type: 'long' },
      'the context of view has nothing of this name',
      'or remove it',
    ],
  ],
])('invalid: %s', (_, one, [path, value, message, remedy]) => {
  expect(problems(one)).toEqual([
    {
      path,
      value,
      message: expect.stringContaining(message as string),
      remedy: expect.stringContaining(remedy as string),
    },
  ]);
});

test('all mistakes in a route are reported at once, each at its place in its file', () => {
  const broken: Pick<Environment, 'name' | 'edge'> = {
    name: 'test',
    edge: settings([
      route('machine'),
      route('machine', {
        action: 'createPayment',
        resource: { type: 'Account', id: { path: 'payment' }, attributes: { owner: { value: 'x' } } },
        context: { amount: { header: 'x-payment-amount' } },
      }),
    ]),
  };
  expect(routeProblems([everyOption.environment, broken])).toMatchObject([
    {
      file: 'environments/test.ts',
      path: 'edge.routes[1].context.amount',
      value: { header: 'x-payment-amount' },
    },
    { file: 'environments/test.ts', path: 'edge.routes[1].resource.attributes.owner', value: { value: 'x' } },
  ]);
});

test("the authorizer knows each route by API Gateway's key, with each value from one source", () => {
  const [first] = authorizerRoutes(
    settings([
      view({
        context: { amount: { path: undefined, header: 'x-amount', type: 'long' }, note: { value: 'a' } },
      }),
    ]),
  );
  expect(first).toStrictEqual({
    key: 'GET /tenant/payments/{payment}',
    flow: 'tenant',
    action: 'view',
    resource: { type: 'Payment', id: { path: 'payment' }, attributes: { tenant_id: { path: 'tenant' } } },
    context: { amount: { header: 'x-amount', type: 'long' }, note: { value: 'a' } },
  });
});

describe('where an edge exists', () => {
  const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
  const accounts = ['a', 'b', 'c'];
  const anyEnvironment = fc.record({
    accounts: fc.record(
      Object.fromEntries(
        accounts.map((account) => [
          account,
          fc.record({
            id: fc.constant('111111111111'),
            flows: fc.uniqueArray(fc.constantFrom('customer', 'internal', 'machine'), { maxLength: 3 }),
          }),
        ]),
      ),
    ),
    cells: fc.dictionary(
      fc.stringMatching(/^cell-0[1-9]$/),
      fc.record({
        account: fc.constantFrom(...accounts),
        regions: fc.uniqueArray(fc.constantFrom(...regions), { minLength: 1 }),
        ring: fc.constant('early'),
        capacity: fc.constant(1),
      }),
      { maxKeys: 3 },
    ),
    edge: fc.option(
      fc
        .array(fc.constantFrom(...flows), { minLength: 1, maxLength: 5 })
        .map((chosen) => settings(chosen.map((flow, index) => route(flow, { path: `/${index}` })))),
      { nil: undefined },
    ),
  });

  test('a route is served in exactly those accounts and regions where its flow is, and nothing else is', () => {
    fc.assert(
      fc.property(anyEnvironment, (generated) => {
        const environment = { ...generated, regions } as unknown as Environment;
        for (const account of accounts) {
          for (const region of regions) {
            const served = edgeOf(environment, account, region)?.routes ?? [];
            const standing = (flow: string) =>
              flow === 'tenant'
                ? Object.values(environment.cells).some(
                    (cell) => cell.account === account && cell.regions.includes(region),
                  )
                : environment.accounts[account]?.flows.some((one) => one === flow);
            expect(served).toEqual((environment.edge?.routes ?? []).filter(({ flow }) => standing(flow)));
            if (served.length > 0) expect(hasEdge(environment, account)).toBe(true);
          }
          if (hasEdge(environment, account))
            expect(regions.some((region) => edgeOf(environment, account, region))).toBe(true);
        }
      }),
    );
  });
});
