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

test('an account has the tables of its own flows, and no others', () => {
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

test.each(all)('%s: %s is paid per use, encrypted and restorable', (account, address) => {
  expect(at(data(account), address)).toMatchObject({
    billing_mode: 'PAY_PER_REQUEST',
    server_side_encryption: { enabled: true },
    point_in_time_recovery: { enabled: true },
  });
});

/** Regions in which a table has copies, by the resources that create them. */
const copiesOf = (stack: Synthesized, address: string) => {
  const copies: Record<string, string[]>[] = Object.values(stack.resource.aws_dynamodb_table_replica ?? {});
  return copies.filter((copy) => copy.depends_on?.includes(address));
};

test.each(all)(
  '%s: %s has a restorable, tagged copy in each other region that reads it, fed by its stream',
  (account, address) => {
    const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
    const stack = data(account, { regions, ...cellIn(...regions) });
    expect(copiesOf(stack, address)).toEqual(
      ['eu-west-1', 'us-east-1'].map((region) =>
        expect.objectContaining({
          provider: `aws.${region}`,
          point_in_time_recovery: true,
          deletion_protection_enabled: false,
        }),
      ),
    );
    expect(at(stack, address)).toMatchObject({
      stream_enabled: true,
      stream_view_type: 'NEW_AND_OLD_IMAGES',
      // The copies are separate resources, which would conflict with the table's replica block.
      lifecycle: { ignore_changes: ['replica'] },
    });
    expect(at(stack, address)).not.toHaveProperty('replica');
  },
);

test('a region without cells has no copy of what only cells read', () => {
  expect(data('cells-a', cellIn('eu-central-1')).resource.aws_dynamodb_table).toEqual(
    expect.objectContaining({ 'tenant-users_table': expect.not.objectContaining({ stream_enabled: true }) }),
  );
  expect(copiesOf(data('cells-a', cellIn('eu-central-1')), registry)).toEqual([]);
  expect(data('cells-a', cellIn('eu-central-1'))).not.toHaveProperty('import');
  expect(copiesOf(data('cells-a', cellIn('eu-west-1')), registry)).toHaveLength(1);
});

test.each(all)('%s: %s refuses to be deleted in production, and so does its copy', (account, address) => {
  const bothOf = (production: boolean) => {
    const stack = data(account, { production, ...cellIn('eu-central-1', 'eu-west-1') });
    const copies = copiesOf(stack, address);
    expect(copies).toHaveLength(1);
    return [at(stack, address), ...copies];
  };
  for (const block of bothOf(true))
    expect(block).toMatchObject({
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
  for (const block of bothOf(false))
    expect(block).toMatchObject({
      deletion_protection_enabled: false,
      lifecycle: { prevent_destroy: false },
    });
});

test.each(['cells-a', 'identity'])('the data stack of %s', (account) => {
  expect(data(account)).toMatchSnapshot();
});
