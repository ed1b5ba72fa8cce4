import { App, Testing } from 'cdktf';
import type { Environment } from '../../environments/schema';
import { DataStack } from '../../stacks/data';
import { at, environment, type Synthesized } from './synthesized';

const data = (replicas: string[], changes: Partial<Environment> = {}): Synthesized =>
  JSON.parse(
    Testing.synth(
      new DataStack(Testing.stubVersion(new App({ stackTraces: false })), {
        target: { environment: environment(changes), account: 'cells-a', region: 'eu-central-1' },
        replicas,
      }),
      true,
    ),
  );

const registry = 'aws_dynamodb_table.tenant-registry_table';
const users = 'aws_dynamodb_table.tenant-users_table';

test('the registry is keyed by tenant and region, the users by user', () => {
  const stack = data([]);
  expect(at(stack, registry)).toMatchObject({
    name: 'test-tenant-registry',
    hash_key: 'tenant_id',
    range_key: 'region',
    attribute: [
      { name: 'tenant_id', type: 'S' },
      { name: 'region', type: 'S' },
    ],
  });
  expect(at(stack, users)).toMatchObject({
    name: 'test-tenant-users',
    hash_key: 'user_id',
    attribute: [{ name: 'user_id', type: 'S' }],
  });
  expect(at(stack, users)).not.toHaveProperty('range_key');
});

test.each([registry, users])('%s is paid by use, encrypted and restorable', (address) => {
  expect(at(data([]), address)).toMatchObject({
    billing_mode: 'PAY_PER_REQUEST',
    server_side_encryption: { enabled: true },
    point_in_time_recovery: { enabled: true },
  });
});

test.each([registry, users])(
  '%s has a restorable, tagged copy in each other region, fed by its stream',
  (address) => {
    const table = at(data(['eu-west-1', 'us-east-1']), address);
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

test('an account of one region has no replicas, and so no stream', () => {
  const table = at(data([]), registry);
  expect(table.replica ?? []).toEqual([]);
  expect(table).not.toHaveProperty('stream_enabled');
});

test('production tables refuse to be deleted', () => {
  expect(at(data([], { production: true }), users)).toMatchObject({
    deletion_protection_enabled: true,
    lifecycle: { prevent_destroy: true },
  });
  expect(at(data([]), users)).toMatchObject({
    deletion_protection_enabled: false,
    lifecycle: { prevent_destroy: false },
  });
});
