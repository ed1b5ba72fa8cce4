import { type GlobalTable, GlobalTables, replicaDescriptions } from '../../../local/dynamodb/global-tables';

const at = (region: string, account = '101010101010') => ({ account, region });

test('a table is global in its home and its replicas, in its own account only', () => {
  const tables = new GlobalTables();
  tables.add(at('eu-central-1'), 'users', 'eu-west-1', {});
  expect(tables.find(at('eu-central-1'), 'users')?.home).toBe('eu-central-1');
  expect(tables.find(at('eu-west-1'), 'users')?.home).toBe('eu-central-1');
  expect(tables.find(at('us-east-1'), 'users')).toBeUndefined();
  expect(tables.find(at('eu-west-1', '101010101011'), 'users')).toBeUndefined();
});

test('each region sees all the others, with the settings of each', () => {
  const tables = new GlobalTables();
  tables.add(at('eu-central-1'), 'users', 'us-east-1', {});
  tables.add(at('eu-central-1'), 'users', 'eu-west-1', { KMSMasterKeyId: 'key' });
  const table = tables.find(at('us-east-1'), 'users') as GlobalTable;
  expect(replicaDescriptions(table, 'us-east-1')).toEqual([
    { RegionName: 'eu-central-1', ReplicaStatus: 'ACTIVE' },
    { RegionName: 'eu-west-1', ReplicaStatus: 'ACTIVE', KMSMasterKeyId: 'key' },
  ]);
});

test('without its last replica it is an ordinary table again', () => {
  const tables = new GlobalTables();
  tables.add(at('eu-central-1'), 'users', 'eu-west-1', {});
  tables.remove('101010101010', 'users', 'eu-west-1');
  expect(tables.find(at('eu-central-1'), 'users')).toBeUndefined();
});
