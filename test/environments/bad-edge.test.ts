import { jsonSchemas } from '../../environments/json-schema';
import { FleetError } from '../../scripts/cli/errors';
import { validConfiguration } from '../../scripts/selection/configuration';
import { loadChanged, type Row, refuses, render, set, writeFiles } from './fixture';
import { fullTree } from './full';

// What is refused in the edge: routes, where they read values, their backends, and how long decisions are cached.

type Short = [kind: string, path: string, value: unknown, message: string, remedy: string];

/** Mistakes that are reported where they are made, anywhere in the edge. */
const inEdge = (rows: Short[]): Row[] =>
  rows.map(([kind, path, value, message, remedy]) => [
    kind,
    { [`edge.${path}`]: value },
    `edge.${path}`.replaceAll(/\.(\d+)/g, '[$1]'),
    value,
    message,
    remedy,
  ]);

/** Mistakes in the first route. */
const inRoute = (rows: Short[]): Row[] =>
  inEdge(rows.map(([kind, path, ...rest]) => [kind, `routes.0.${path}`, ...rest]));

/** Context values that are wrong in one of their parts. */
const inAmount = (rows: [kind: string, value: object, path: string, message: string, remedy: string][]) =>
  rows.map(
    ([kind, value, path, message, remedy]): Row => [
      kind,
      { 'edge.routes.0.context.amount': value },
      `edge.routes[0].context.amount${path && `.${path}`}`,
      path ? value[path as never] : value,
      message,
      remedy,
    ],
  );

const form = 'has the wrong form';
const choice = 'is not one of the allowed values';
const exactlyOne = 'write exactly one of';
const closed = 'read another header';
const url = 'write only https:// and a host';

refuses(
  'test',
  [
    ...inRoute([
      ['unknown flow', 'flow', 'staff', choice, '"internal"'],
      ['every method', 'method', 'ANY', choice, '"DELETE", "GET"'],
      ['method in lower case', 'method', 'get', choice, 'did you mean "GET"'],
      ['path without a slash', 'path', 'tenants', form, 'write a path such as "/tenants/{tenant}'],
      ['path that ends in a slash', 'path', '/tenants/', form, 'write a path such as'],
      ['greedy parameter', 'path', '/tenants/{tenant+}', form, 'write a path such as'],
      ['path in capitals', 'path', '/Tenants/{tenant}', form, 'lower-case words'],
      ['parameter beside text', 'path', '/tenants/t-{tenant}', form, '{parameters}'],
      ['path with a query', 'path', '/tenants?id=1', form, 'write a path such as'],
      ['two hyphens, which are a slash in addresses', 'path', '/a--b/{tenant}', form, 'single hyphens'],
      ['very long path', 'path', `/tenants/{tenant}/{payment}/${'a'.repeat(200)}`, 'too long', 'at most 200'],
      ['action with its namespace', 'action', 'Payments::viewPayment', form, 'without its namespace'],
      ['type with its namespace', 'resource.type', 'Payments::Payment', form, 'write the entity type'],
      ['id from nowhere', 'resource.id', {}, form, exactlyOne],
      ['id from two places', 'resource.id', { path: 'payment', query: 'id' }, form, exactlyOne],
      ['parameter in braces', 'resource.id.path', '{payment}', form, 'without braces'],
      ['attribute from nowhere', 'resource.attributes.tenant_id', { type: 'string' }, form, exactlyOne],
    ]),
    ...inAmount([
      ['unknown type', { query: 'a', type: 'number' }, 'type', choice, 'use one of: "string", "long"'],
      ['invalid number', { value: '10.00', type: 'long' }, '', form, 'write a whole number'],
      ['number beyond any', { value: '9'.repeat(16), type: 'long' }, '', form, 'write a whole number'],
      ['header of credentials', { header: 'authorization' }, 'header', form, closed],
      ['header of sessions', { header: 'cookie' }, 'header', form, closed],
      ['header that the edge writes', { header: 'x-fleet-tenant' }, 'header', form, closed],
      ['header that proxies write', { header: 'x-forwarded-for' }, 'header', form, closed],
      ['header that AWS writes', { header: 'x-amzn-trace-id' }, 'header', form, closed],
      ['header in capitals', { header: 'X-Amount' }, 'header', form, 'in lower case'],
      ['query parameter with a blank', { query: 'the amount' }, 'query', form, 'name of a query parameter'],
    ]),
    ...inEdge([
      ['no routes', 'routes', [], 'too short', 'list at least one route'],
      ['rate beyond what an account has', 'throttling.ratePerSecond', 10_001, 'too big', 'at most 10000'],
      ['burst beyond what an account has', 'throttling.burst', 5001, 'too big', 'at most 5000'],
      ['no requests allowed', 'throttling.burst', 0, 'too small', 'at least 1'],
      ['permissions kept too long', 'decisions.allowSeconds', 301, 'too big', 'at most 300'],
      ['denials kept too long', 'decisions.denySeconds', 61, 'too big', 'at most 60'],
      ['denials kept longer than permissions', 'decisions.denySeconds', 31, 'longer than', 'at most 30'],
      ['backend without TLS', 'backends.payments.url', 'http://payments.example.com', form, url],
      ['backend with a slash', 'backends.payments.url', 'https://payments.example.com/', form, url],
      ['backend with a path', 'backends.payments.url', 'https://payments.example.com/api', form, url],
      ['backend with credentials', 'backends.payments.url', 'https://me@payments.example.com', form, url],
      ['backend by its address', 'backends.payments.url', 'https://10.0.0.1', form, url],
      ['backend on this machine', 'backends.payments.url', 'https://localhost', form, url],
      ['backend of neither kind', 'backends.payments', {}, form, exactlyOne],
      ['backend that is not a sample', 'backends.sample.sample', false, choice, 'use one of: true'],
    ]),
    [
      'parameter twice',
      { 'edge.routes.0.path': '/tenants/{tenant}/{payment}/{tenant}' },
      'edge.routes[0].path',
      '/tenants/{tenant}/{payment}/{tenant}',
      form,
      'name each {parameter} of the path once',
    ],
    [
      'id as a number, which no id is',
      { 'edge.routes.0.resource.id.type': 'long' },
      'edge.routes[0].resource.id.type',
      'type',
      'unknown key',
      'or remove it',
    ],
    [
      'attribute whose name Cedar would not accept',
      { 'edge.routes.0.resource.attributes.tenant-id': { path: 'tenant' } },
      'edge.routes[0].resource.attributes["tenant-id"]',
      'tenant-id',
      'not an allowed name',
      'write the attribute',
    ],
    ...['source_ip', 'time', 'token'].map(
      (name): Row => [
        `context value ${name}, which every request has`,
        { [`edge.routes.0.context.${name}`]: { query: 'x' } },
        `edge.routes[0].context.${name}`,
        name,
        'not an allowed name',
        'leave it out',
      ],
    ),
    [
      'backend of both kinds',
      { 'edge.backends.payments.sample': true },
      'edge.backends.payments',
      { url: 'https://payments.example.com', sample: true },
      form,
      exactlyOne,
    ],
    [
      'backend that there is not',
      {
        'edge.routes.0.backend': 'paiments',
        'edge.routes.1.backend': 'payments',
        'edge.backends.sample': undefined,
      },
      'edge.routes[0].backend',
      'paiments',
      'no backend of this name',
      'did you mean "payments"',
    ],
    [
      'backend of no route',
      { 'edge.backends.ledger': { url: 'https://ledger.example.com' } },
      'edge.backends.ledger',
      'ledger',
      'no route leads to this backend',
      'remove it',
    ],
    [
      'parameter that the path does not have',
      { 'edge.routes.0.resource.attributes.tenant_id': { path: 'tenent' } },
      'edge.routes[0].resource.attributes.tenant_id.path',
      'tenent',
      '/tenants/{tenant}/payments/{payment} has no parameter of this name',
      'did you mean "tenant"',
    ],
    [
      'parameter that the path does not have, in the context',
      { 'edge.routes.1.context.amount': { path: 'amount', type: 'long' } },
      'edge.routes[1].context.amount.path',
      'amount',
      'no parameter of this name',
      'one of: "account"',
    ],
  ],
  fullTree,
);

test('a route that differs from another only in its parameter names is refused', () => {
  const { problems } = loadChanged(({ environments: { test } }) => {
    const [, route] = test.edge.routes;
    const path = '/services/accounts/{id}/payments';
    test.edge.routes.push({ ...route, path, resource: { ...route.resource, id: { path: 'id' } } });
  }, fullTree);
  expect(problems).toMatchObject([
    {
      file: 'environments/test.ts',
      path: 'edge.routes[2]',
      value: 'POST /services/accounts/{id}/payments',
      message: 'has the same method and path as edge.routes[1]',
      remedy: 'remove one of the two, or give it another method or path',
    },
  ]);
});

test.each([
  [
    'machine',
    1,
    'no account has the machine flow',
    (tree: ReturnType<typeof fullTree>) => {
      set(tree, 'test', 'accounts.identity.flows', ['customer', 'internal']);
      set(tree, 'test', 'machine', undefined);
      for (const id of ['billing', 'ledger']) delete tree.services[`test/${id}`];
    },
  ],
  [
    'tenant',
    0,
    'the environment has no cell',
    (tree: ReturnType<typeof fullTree>) => {
      set(tree, 'test', 'cells', {});
      set(tree, 'test', 'email.eu-central-1.awaitingDns', undefined);
      delete tree.environments.test.accounts.cells;
      for (const id of ['acme', 'globex']) delete tree.tenants[`test/${id}`];
    },
  ],
])('a route of the %s flow is refused if nobody can have a token for it', (flow, index, message, change) => {
  const { problems } = loadChanged(change, fullTree);
  expect(problems).toMatchObject([
    {
      file: 'environments/test.ts',
      path: `edge.routes[${index}].flow`,
      value: flow,
      message: `${message}, so nobody has a token for this route`,
      remedy: expect.stringContaining('or remove the route'),
    },
  ]);
});

test('production cannot use the sample backend, and more routes than API Gateway allows are refused', () => {
  const { problems } = loadChanged(({ environments: { live, test } }) => {
    live.edge = test.edge;
    const [route] = test.edge.routes;
    test.edge = {
      ...test.edge,
      routes: Array.from({ length: 301 }, (_, index) => ({
        ...route,
        path: `/p${index}/{tenant}/{payment}`,
      })),
    };
  }, fullTree);
  expect(problems).toMatchObject([
    {
      file: 'environments/live.ts',
      path: 'edge.backends.sample.sample',
      value: true,
      message: expect.stringContaining('production must not have one'),
      remedy: "write the backend's url: { url: 'https://…' }",
    },
    {
      file: 'environments/test.ts',
      path: 'edge.routes',
      remedy: expect.stringContaining('at most 300 routes'),
    },
  ]);
});

test('check refuses a route that its policy store would not understand', () => {
  const tree = fullTree();
  set(tree, 'test', 'edge.routes.0.action', 'veiwPayment');
  const schemas = Object.fromEntries(jsonSchemas().map(({ file, text }) => [file, text]));
  let refused: unknown;
  try {
    validConfiguration(writeFiles({ ...render(tree), ...schemas }));
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(FleetError);
  expect((refused as FleetError).data).toMatchObject({
    problems: [
      {
        file: 'environments/test.ts',
        path: 'edge.routes[0].action',
        value: 'veiwPayment',
        message: 'policy stores of kind tenant have no such action',
        remedy: expect.stringContaining('viewPayment'),
      },
    ],
  });
});
