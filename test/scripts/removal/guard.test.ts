import type { Environment } from '../../../environments/schema';
import { type DeployedResource, parseState } from '../../../scripts/removal/deployed-state';
import { describeResources, refusal, unnamedRemovals } from '../../../scripts/removal/guard';
import type { Omission } from '../../../scripts/removal/omissions';
import { ownerOf } from '../../../scripts/removal/owner';
import { stacksOf } from '../../../scripts/selection/stacks';
import type { Change } from '../../../scripts/terraform/changes';
import { realEnvironment } from '../../invariants/fleet';

const dev = realEnvironment('dev');
const prod = realEnvironment('prod');
const relaxed = (...protections: Environment['relaxations'][number]['protection'][]) => ({
  ...prod,
  environment: {
    ...prod.environment,
    relaxations: protections.map((protection) => ({ protection, reason: 'initech has left, ticket 4711' })),
  },
});

const pool = (deletionProtection = false): DeployedResource => ({
  address: 'aws_cognito_user_pool.initech_pool',
  type: 'aws_cognito_user_pool',
  id: 'eu-central-1_a1b2c3d4e',
  owner: { kind: 'tenant', id: 'initech' },
  deletionProtection,
});
const gone = (resources = [pool()]): Omission => ({
  key: 'tenant:initech',
  what: 'tenant initech is gone from cell-01 in eu-central-1 of account cells-a',
  resources,
  stacks: ['dev-cells-a-eu-central-1-cell-01'],
});
const named = new Set(['tenant:initech']);

test('if nothing is gone, nothing is refused', () => {
  expect(refusal([], new Set(), dev)).toBeUndefined();
});

test('what is gone and not named is refused with exit 3, in any environment, with a remedy', () => {
  for (const loaded of [dev, prod]) {
    const error = refusal([gone()], new Set(['tenant:globex']), loaded);
    expect(error?.exitCode).toBe(3);
    expect(error?.message).toContain(
      'tenant initech is gone from cell-01 in eu-central-1 of account cells-a: 1 resource, including user pool eu-central-1_a1b2c3d4e',
    );
    expect(error?.message).toContain('--remove tenant:initech');
    expect(error?.data).toMatchObject({ omissions: [{ remove: 'tenant:initech' }] });
  }
});

test('named, and nothing is protected: it proceeds', () => {
  expect(refusal([gone()], named, dev)).toBeUndefined();
});

test('named, but still protected in AWS: the relaxation has not been rolled out', () => {
  for (const loaded of [dev, relaxed('deletion-protection', 'prevent-destroy')]) {
    const error = refusal([gone([pool(true)])], named, loaded);
    expect(error?.exitCode).toBe(3);
    expect(error?.message).toMatch(/initech_pool \(eu-central-1_a1b2c3d4e\) has deletion protection/);
  }
});

test('production removes nothing until both protections are relaxed in its file', () => {
  expect(refusal([gone()], named, relaxed())?.message).toContain('deletion-protection and prevent-destroy');
  expect(refusal([gone()], named, relaxed('deletion-protection'))?.message).toContain('prevent-destroy');
  expect(refusal([gone()], named, relaxed('prevent-destroy'))?.message).toContain('deletion-protection');
  expect(refusal([gone()], named, relaxed('deletion-protection', 'prevent-destroy'))).toBeUndefined();
});

test('what has no name can never be removed', () => {
  const moved: Omission = { ...gone(), key: undefined, remedy: 'a tenant never moves' };
  expect(refusal([moved], named, dev)?.message).toContain('a tenant never moves');
});

test('all refusals are reported together; what was named is not listed', () => {
  const service: Omission = { key: 'service:billing', what: 'service billing is gone', resources: [] };
  const stack: Omission = { key: 'stack:dev-x', what: 'stack dev-x is gone', resources: [] };
  const { message = '' } = refusal([gone(), service, stack], named, dev) ?? {};
  expect(message).toContain('service billing');
  expect(message).toContain('stack dev-x');
  expect(message).not.toContain('initech');
});

test('a long list of resources is truncated, user pools first', () => {
  const store = { ...pool(), type: 'aws_verifiedpermissions_policy_store', id: 'PS1' };
  const pools = Array.from({ length: 7 }, (_, index) => ({ ...pool(), id: `pool-${index}` }));
  expect(describeResources([store, ...pools])).toBe(
    '8 resources, including user pool pool-0, user pool pool-1, user pool pool-2, user pool pool-3, user pool pool-4 and 3 more',
  );
  expect(describeResources([{ ...pool(), type: 'aws_iam_role' }])).toBe('1 resource');
});

describe('a plan just before it is applied', () => {
  const cell = stacksOf(dev).find(({ id }) => id === 'dev-cells-a-eu-central-1-cell-01');
  const machine = stacksOf(dev).find(({ id }) => id === 'dev-identity-eu-west-1-machine');
  if (!cell || !machine) throw new Error('dev has these stacks');
  const deletes = (...addresses: string[]): Change[] =>
    addresses.map((address) => ({ address, action: 'delete' }));

  test('may not destroy a tenant or service that this checkout does not know', () => {
    const changes = deletes(
      'aws_cognito_user_pool.newcomer_pool',
      'aws_cognito_user_pool_domain.newcomer_domain',
    );
    expect(unnamedRemovals(changes, cell, dev, new Set())).toEqual(['tenant:newcomer']);
    expect(unnamedRemovals(changes, cell, dev, new Set(['tenant:newcomer']))).toEqual([]);
    const client = deletes('aws_cognito_user_pool_client.machine_service-new-one_client');
    expect(unnamedRemovals(client, machine, dev, new Set())).toEqual(['service:new-one']);
  });

  test('may remove what a tenant no longer needs, and what belongs to no one', () => {
    const changes = deletes('aws_cognito_user_group.acme_group-viewers', 'aws_lambda_function.hook_function');
    expect(unnamedRemovals(changes, cell, dev, new Set())).toEqual([]);
    const created: Change[] = [{ address: 'aws_cognito_user_pool.newcomer_pool', action: 'create' }];
    expect(unnamedRemovals(created, cell, dev, new Set())).toEqual([]);
  });

  test('may destroy all of a stack that was named', () => {
    const changes = deletes('aws_cognito_user_pool.newcomer_pool');
    expect(unnamedRemovals(changes, { ...cell, removed: true }, dev, new Set())).toEqual([]);
  });
});

describe('states', () => {
  const state = (resources: unknown, version: unknown = 4) =>
    JSON.stringify({ version, outputs: {}, resources });
  const resource = (changes: object) => ({
    mode: 'managed',
    type: 't',
    name: 'acme_pool',
    instances: [{}],
    ...changes,
  });

  test('data sources and resources without instances do not count as resources', () => {
    const text = state([resource({ mode: 'data' }), resource({ instances: [] }), resource({})]);
    expect(parseState('cell-01', text).resources.map(({ address }) => address)).toEqual(['t.acme_pool']);
  });

  test('protections of pools and of tables are found', () => {
    const seen = (attributes: object) =>
      parseState('data', state([resource({ instances: [{ attributes }] })])).resources[0]?.deletionProtection;
    expect(seen({ deletion_protection: 'ACTIVE' })).toBe(true);
    expect(seen({ deletion_protection: 'INACTIVE' })).toBe(false);
    expect(seen({ deletion_protection_enabled: true })).toBe(true);
    expect(seen({ deletion_protection_enabled: false })).toBe(false);
  });

  test.each([
    ['no JSON', 'state'],
    ['another format version', state([], 5)],
    ['no resources', state(undefined)],
  ])('%s is an error, never an empty state', (_, text) => {
    expect(() => parseState('cell-01', text)).toThrow();
  });

  test('an empty object is an empty state', () => {
    expect(parseState('cell-01', '').resources).toEqual([]);
  });
});

test.each([
  ['cell-01', 'acme_pool', 'tenant acme'],
  ['cell-99', 'big-co_idp-tenant-oidc', 'tenant big-co'],
  ['cell-01', 'hook_function', undefined],
  ['cell-01', 'post-confirmation_role', undefined],
  ['cell-01', 'identity-provider_log-group', undefined],
  ['machine', 'machine_service-legacy-export_client', 'service legacy-export'],
  ['machine', 'machine_server-payments', undefined],
  ['machine', 'hook_function', undefined],
  ['customer', 'customer_pool', undefined],
  ['data', 'tenant-users_table', undefined],
])('in %s, %s belongs to %s', (stack, name, owner) => {
  const found = ownerOf(stack, name);
  expect(found && `${found.kind} ${found.id}`).toBe(owner);
});
