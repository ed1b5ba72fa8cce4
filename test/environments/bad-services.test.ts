import { claimsBudget } from '../../environments/checks/service-token';
import { claimsBudget as budgetOfHooks } from '../../functions/shared/claims-budget';
import { loadChanged, refuses } from './fixture';

// What is refused in a service's file.
refuses('test/billing', [
  ['no $schema', { $schema: undefined }, '$schema', undefined, 'missing', '"../../service.schema.json"'],
  [
    "a tenant's $schema",
    { $schema: '../../tenant.schema.json' },
    '$schema',
    '../../tenant.schema.json',
    'not one of',
    '"../../service.schema.json"',
  ],
  ['misspelt key', { ratelimit: 5 }, 'ratelimit', 'ratelimit', 'unknown key', 'did you mean "rateLimit"?'],
  [
    'secret itself, which is not shown',
    { clientSecret: 'hunter2' },
    'clientSecret',
    'clientSecret',
    'unknown key',
    'or remove it',
  ],
  ['no owner', { owner: undefined }, 'owner', undefined, 'is missing', 'write a string'],
  ['owner of blanks', { owner: ' ' }, 'owner', ' ', 'wrong form', 'without blanks around it'],
  [
    'id unlike the file',
    { id: 'biling' },
    'id',
    'biling',
    'named "billing.json"',
    'write "billing", or rename',
  ],
  ['id in capitals', { id: 'Billing' }, 'id', 'Billing', 'wrong form', 'lower-case letters'],
  ['unknown tier', { tier: 'sliver' }, 'tier', 'sliver', 'not one of', 'did you mean "silver"?'],
  ['unknown status', { status: 'off' }, 'status', 'off', 'not one of', 'use one of: "active", "suspended"'],
  ['no operation', { allowedOps: [] }, 'allowedOps', [], 'too short', 'at least one operation'],
  [
    'every operation',
    { 'allowedOps.1': 'payments:*' },
    'allowedOps[1]',
    'payments:*',
    'wrong form',
    'write "<resource>:<operation>"',
  ],
  [
    'operation twice',
    { 'allowedOps.1': 'payments:view' },
    'allowedOps[1]',
    'payments:view',
    'twice',
    'remove one of the two',
  ],
  ['limit of nothing', { rateLimit: 0 }, 'rateLimit', 0, 'too small', 'write "status": "suspended"'],
  ['limit as a string', { rateLimit: '50' }, 'rateLimit', '50', 'type: string', 'without quotes'],
  ['fraction of a request', { rateLimit: 0.5 }, 'rateLimit', 0.5, 'not a whole number', 'a whole number'],
  ['limit beyond all', { rateLimit: 100_001 }, 'rateLimit', 100_001, 'too big', 'at most 100000'],
  [
    'unknown kind of policy store',
    { policyStore: 'private' },
    'policyStore',
    'private',
    'not one of',
    'use one of: "shared", "own"',
  ],
  ['policy store by a flag', { policyStore: true }, 'policyStore', true, 'not one of', '"own"'],
  ['no scope', { scopes: [] }, 'scopes', [], 'too short', 'at least one scope'],
  [
    'scope without its resource server',
    { 'scopes.0': 'read' },
    'scopes[0]',
    'read',
    'wrong form',
    'write "<resource server>/<scope>"',
  ],
  [
    'scope that no resource server has',
    { 'scopes.1': 'payments/raed' },
    'scopes[1]',
    'payments/raed',
    'no resource server of the environment has this scope',
    'did you mean "payments/read"? Use one of: "payments/read"',
  ],
  ['scope twice', { 'scopes.1': 'payments/read' }, 'scopes[1]', 'payments/read', 'twice', 'one of the two'],
]);

refuses('test/ledger', [
  [
    'name of another service, in other letters',
    { name: 'BILLING' },
    'name',
    'BILLING',
    'environments/test/services/billing.json already has this name',
    'name each differently',
  ],
]);

test('operations and scopes that make a token too large for servers', () => {
  expect(claimsBudget).toBe(budgetOfHooks);
  const operations = (count: number) =>
    Array.from({ length: count }, (_, index) => `payments:reconcile-the-statements-of-month-${index}`);
  const found = (count: number) =>
    loadChanged(({ services }) => {
      const [billing] = Object.values(services).filter(({ id }) => id === 'billing');
      Object.assign(billing ?? {}, { allowedOps: operations(count) });
    }).problems;
  expect(found(80)).toEqual([]);
  expect(found(100)).toMatchObject([
    {
      file: 'environments/test/services/billing.json',
      path: 'allowedOps',
      message: expect.stringMatching(/a token of \d{4} bytes, .* accept 4096$/),
      remedy: expect.stringContaining('coarser operations'),
    },
  ]);
});

test('services although no account has the machine flow', () => {
  const { problems } = loadChanged(({ environments: { test } }) => {
    test.accounts.identity.flows = ['customer', 'internal'];
    delete test.machine;
  });
  expect(problems).toMatchObject([
    {
      file: 'environments/test/services/billing.json',
      path: '',
      message:
        'no account of the environment has the machine flow, in which services sign in; seen in 1 more place: environments/test/services/ledger.json',
      remedy: 'add "machine" to the flows of one account, or remove the service',
    },
  ]);
});
