import { App, Testing } from 'cdktf';
import type { Environment } from '../../environments/schema';
import { DataStack } from '../../stacks/data';
import { at, environment, type Synthesized } from './synthesized';

const cellIn = (...regions: string[]): Partial<Environment> => ({
  cells: { 'cell-01': { account: 'cells-a', regions, ring: 'canary', capacity: 10 } },
});

const data = (account: string, changes: Partial<Environment> = {}): Synthesized =>
  JSON.parse(
    Testing.synth(
      new DataStack(Testing.stubVersion(new App({ stackTraces: false })), {
        target: { environment: environment(changes), account, region: 'eu-central-1' },
      }),
      true,
    ),
  );

const registry = 'aws_dynamodb_table.tenant-registry_table';
const users = 'aws_dynamodb_table.tenant-users_table';
const flows = 'aws_dynamodb_table.flow-registry_table';
const staff = 'aws_dynamodb_table.internal-users_table';
const services = 'aws_dynamodb_table.services_table';
const all = [
  ['cells-a', registry],
  ['cells-a', users],
  ['identity', flows],
  ['identity', staff],
  ['identity', services],
] as const;

test('an account has the tables of its own flows, and no other', () => {
  const named = (stack: Synthesized) => Object.keys(stack.resource.aws_dynamodb_table ?? {}).sort();
  expect(named(data('cells-a'))).toEqual(['tenant-registry_table', 'tenant-users_table']);
  expect(named(data('identity'))).toEqual(['flow-registry_table', 'internal-users_table', 'services_table']);
  const { accounts } = environment();
  const of = (...flows: ('customer' | 'machine')[]) =>
    named(data('identity', { accounts: { ...accounts, identity: { id: '1', flows } } }));
  expect(of('machine')).toEqual(['flow-registry_table', 'services_table']);
  expect(of('customer')).toEqual(['flow-registry_table']);
});

test.each([
  ['cells-a', registry, 'test-tenant-registry', { hash_key: 'tenant_id', range_key: 'region' }],
  ['cells-a', users, 'test-tenant-users', { hash_key: 'user_id' }],
  ['identity', flows, 'test-flow-registry', { hash_key: 'flow', range_key: 'region' }],
  ['identity', staff, 'test-internal-users', { hash_key: 'okta_user' }],
  ['identity', services, 'test-services', { hash_key: 'client_id' }],
] as const)('%s: %s has the keys by which it is read', (account, address, name, keys) => {
  const table = at(data(account), address);
  expect(table).toMatchObject({
    name,
    ...keys,
    attribute: Object.values(keys).map((key) => ({ name: key, type: 'S' })),
  });
  expect(Object.keys(table).filter((key) => key.endsWith('_key'))).toEqual(Object.keys(keys));
});

test.each(all)('%s: %s is paid by use, encrypted and restorable', (account, address) => {
  expect(at(data(account), address)).toMatchObject({
    billing_mode: 'PAY_PER_REQUEST',
    server_side_encryption: { enabled: true },
    point_in_time_recovery: { enabled: true },
  });
});

const replicated = (account: string, address: string, changes: Partial<Environment>) =>
  at(data(account, changes), address);

test.each(all)(
  '%s: %s has a restorable, tagged copy in each other region that reads it, fed by its stream',
  (account, address) => {
    const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
    const table = replicated(account, address, { regions, ...cellIn(...regions) });
    expect(table.replica).toEqual(
      ['eu-west-1', 'us-east-1'].map((region_name) => ({
        region_name,
        point_in_time_recovery: true,
        propagate_tags: true,
      })),
    );
    expect(table).toMatchObject({ stream_enabled: true, stream_view_type: 'NEW_AND_OLD_IMAGES' });
  },
);

test('a region without cells has no copy of what only cells read', () => {
  expect(data('cells-a', cellIn('eu-central-1')).resource.aws_dynamodb_table).toEqual(
    expect.objectContaining({ 'tenant-users_table': expect.not.objectContaining({ stream_enabled: true }) }),
  );
  expect(replicated('cells-a', registry, cellIn('eu-central-1')).replica ?? []).toEqual([]);
  expect(replicated('cells-a', registry, cellIn('eu-west-1')).replica).toHaveLength(1);
});

test.each(all)('%s: %s refuses to be deleted in production', (account, address) => {
  expect(at(data(account, { production: true }), address)).toMatchObject({
    deletion_protection_enabled: true,
    lifecycle: { prevent_destroy: true },
  });
  expect(at(data(account), address)).toMatchObject({
    deletion_protection_enabled: false,
    lifecycle: { prevent_destroy: false },
  });
});

test.each(['cells-a', 'identity'])('the data stack of %s', (account) => {
  expect(data(account)).toMatchSnapshot();
});
