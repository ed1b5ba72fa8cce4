import {
  BatchGetItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  type ReplicationGroupUpdate,
  TagResourceCommand,
  TransactWriteItemsCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { LocalAws } from '../../../local/aws';
import { pipeline } from './clients';
import { startLocal } from './shared';

let aws: LocalAws;
let home: DynamoDBClient;
let replica: DynamoDBClient;
const arn = (region: string) => `arn:aws:dynamodb:${region}:123456789012:table/users`;
const replicas = (...ReplicaUpdates: ReplicationGroupUpdate[]) =>
  home.send(new UpdateTableCommand({ TableName: 'users', ReplicaUpdates }));

beforeAll(async () => {
  aws = await startLocal();
  home = new DynamoDBClient(pipeline(aws.endpoint, 'eu-central-1'));
  replica = new DynamoDBClient(pipeline(aws.endpoint, 'eu-west-1'));
});
beforeEach(async () => {
  await home.send(
    new CreateTableCommand({
      TableName: 'users',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      SSESpecification: { Enabled: true },
    }),
  );
  await replicas({ Create: { RegionName: 'eu-west-1' } });
});
afterEach(async () => {
  for (const client of [replica, home])
    await client
      .send(new UpdateTableCommand({ TableName: 'users', DeletionProtectionEnabled: false }))
      .catch(() => {});
  await replica.send(new DeleteTableCommand({ TableName: 'users' })).catch(() => {});
  await home.send(new DeleteTableCommand({ TableName: 'users' })).catch(() => {});
});

test('an item written in one region can be read in the other', async () => {
  await home.send(new PutItemCommand({ TableName: 'users', Item: { id: { S: 'a' }, v: { N: '1' } } }));
  await replica.send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName: arn('eu-west-1'), Item: { id: { S: 'b' } } } }],
    }),
  );
  const { Item } = await replica.send(
    new GetItemCommand({ TableName: arn('eu-west-1'), Key: { id: { S: 'a' } } }),
  );
  expect(Item).toEqual({ id: { S: 'a' }, v: { N: '1' } });
  const batch = { RequestItems: { users: { Keys: [{ id: { S: 'a' } }, { id: { S: 'b' } }] } } };
  for (const client of [home, replica])
    expect((await client.send(new BatchGetItemCommand(batch))).Responses?.users).toHaveLength(2);
});

test('each region describes itself, and the others as replicas', async () => {
  const describe = async (client: DynamoDBClient) =>
    (await client.send(new DescribeTableCommand({ TableName: 'users' }))).Table;
  expect(await describe(home)).toMatchObject({
    TableArn: arn('eu-central-1'),
    GlobalTableVersion: '2019.11.21',
    Replicas: [{ RegionName: 'eu-west-1', ReplicaStatus: 'ACTIVE' }],
    // DynamoDB enables it automatically.
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  expect(await describe(replica)).toMatchObject({
    TableArn: arn('eu-west-1'),
    Replicas: [{ RegionName: 'eu-central-1', ReplicaStatus: 'ACTIVE' }],
    SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
  });
  expect((await replica.send(new ListTablesCommand({}))).TableNames).toEqual(['users']);
});

test('point-in-time recovery and tags are separate in each region', async () => {
  await replica.send(
    new UpdateContinuousBackupsCommand({
      TableName: 'users',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  const recovery = async (client: DynamoDBClient) =>
    (await client.send(new DescribeContinuousBackupsCommand({ TableName: 'users' })))
      .ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  expect([await recovery(home), await recovery(replica)]).toEqual(['DISABLED', 'ENABLED']);

  const Tags = Array.from({ length: 12 }, (_, i) => ({ Key: `key-${i}`, Value: 'v' }));
  await replica.send(new TagResourceCommand({ ResourceArn: arn('eu-west-1'), Tags }));
  const tags = async (client: DynamoDBClient, region: string) =>
    (await client.send(new ListTagsOfResourceCommand({ ResourceArn: arn(region) }))).Tags;
  expect(await tags(replica, 'eu-west-1')).toEqual(Tags);
  expect(await tags(home, 'eu-central-1')).toEqual([]);
});

test('deletion protection is separate in each region, and blocks every way to delete', async () => {
  const isProtected = async (client: DynamoDBClient) =>
    (await client.send(new DescribeTableCommand({ TableName: 'users' }))).Table?.DeletionProtectionEnabled;
  const protect = (client: DynamoDBClient, DeletionProtectionEnabled: boolean) =>
    client.send(new UpdateTableCommand({ TableName: 'users', DeletionProtectionEnabled }));
  const remove = (client: DynamoDBClient) => client.send(new DeleteTableCommand({ TableName: 'users' }));
  const refusal = {
    name: 'ValidationException',
    message:
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
  };

  // A table's protection does not extend to its replicas.
  await replicas({ Delete: { RegionName: 'eu-west-1' } });
  await protect(home, true);
  await replicas({ Create: { RegionName: 'eu-west-1' } });
  expect([await isProtected(home), await isProtected(replica)]).toEqual([true, false]);
  await expect(remove(home)).rejects.toMatchObject(refusal);
  await protect(replica, true);
  await protect(home, false);
  expect([await isProtected(home), await isProtected(replica)]).toEqual([false, true]);
  await expect(remove(replica)).rejects.toMatchObject(refusal);
  await expect(replicas({ Delete: { RegionName: 'eu-west-1' } })).rejects.toMatchObject(refusal);
  await protect(replica, false);
  await remove(replica);
  expect((await replica.send(new ListTablesCommand({}))).TableNames).toEqual([]);
});

test('operations that AWS refuses on global tables are refused', async () => {
  await expect(replicas({ Create: { RegionName: 'eu-west-1' } })).rejects.toThrow(
    'a table of that name exists there',
  );
  await expect(replicas({ Delete: { RegionName: 'us-east-1' } })).rejects.toMatchObject({
    name: 'ValidationException',
    // Terraform recognizes by this message that a replica no longer exists.
    message: 'Replica specified in the Replica Update or Replica Delete action of the request was not found.',
  });
  await expect(home.send(new DeleteTableCommand({ TableName: 'users' }))).rejects.toThrow('source region');
  const noStream = { TableName: 'users', StreamSpecification: { StreamEnabled: false } };
  await expect(home.send(new UpdateTableCommand(noStream))).rejects.toThrow(
    'Disabling Stream is not allowed',
  );
});

test('removing a replica leaves nothing in its region, and keeps the items in the home region', async () => {
  await home.send(new PutItemCommand({ TableName: 'users', Item: { id: { S: 'a' } } }));
  await replicas({ Delete: { RegionName: 'eu-west-1' } });
  expect((await replica.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  const { Table } = await home.send(new DescribeTableCommand({ TableName: 'users' }));
  expect(Table).toMatchObject({ ItemCount: 1 });
  expect(Table?.Replicas).toBeUndefined();
});

test("a table's encryption and class can be changed", async () => {
  const update = async (more: object) =>
    (await home.send(new UpdateTableCommand({ TableName: 'users', ...more }))).TableDescription;
  expect((await update({ SSESpecification: { Enabled: false } }))?.SSEDescription).toBeUndefined();
  expect(
    await update({ SSESpecification: { Enabled: true }, TableClass: 'STANDARD_INFREQUENT_ACCESS' }),
  ).toMatchObject({
    SSEDescription: { Status: 'ENABLED', KMSMasterKeyArn: expect.stringContaining(':123456789012:key/') },
    TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
  });
});
