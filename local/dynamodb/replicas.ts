import { awsError, type Forward } from '../service';
import { call, type Place, Refused } from './call';
import type { GlobalTables, ReplicaSettings } from './global-tables';

/** One entry of UpdateTable's `ReplicaUpdates`. */
export type ReplicaUpdate = Partial<
  Record<'Create' | 'Update' | 'Delete', { RegionName: string } & ReplicaSettings>
>;

export const validation = (message: string) =>
  new Refused(awsError(400, 'com.amazon.coral.validate#ValidationException', message, { message }, '1.0'));

const STREAM = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };

// biome-ignore lint/suspicious/noExplicitAny: a TableDescription, of which much is only copied
type Description = any;

/** DynamoDB turns the stream on by itself for a table that gets its first replica. */
async function ensureStream(forward: Forward, home: Place, table: Description): Promise<void> {
  const { StreamSpecification: stream, TableName } = table;
  if (!stream?.StreamEnabled)
    await call(forward, home, 'UpdateTable', { TableName, StreamSpecification: STREAM });
  else if (stream.StreamViewType !== STREAM.StreamViewType)
    throw validation(`Table ${TableName} needs a stream of NEW_AND_OLD_IMAGES to have replicas`);
}

/** CreateTable's input for a copy of the table in another region. */
function copyOf(table: Description, { KMSMasterKeyId }: ReplicaSettings): object {
  const onDemand = table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  const throughput = ({ ReadCapacityUnits, WriteCapacityUnits }: Record<string, number>) =>
    onDemand ? {} : { ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } };
  const indexes = (list: Description[]) =>
    list.map(({ IndexName, KeySchema, Projection, ProvisionedThroughput }) => ({
      IndexName,
      KeySchema,
      Projection,
      ...(ProvisionedThroughput && throughput(ProvisionedThroughput)),
    }));
  const { GlobalSecondaryIndexes: global = [], LocalSecondaryIndexes: local = [] } = table;
  return {
    TableName: table.TableName,
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    BillingMode: onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    ...throughput(table.ProvisionedThroughput ?? {}),
    ...(global.length > 0 && { GlobalSecondaryIndexes: indexes(global) }),
    ...(local.length > 0 && { LocalSecondaryIndexes: indexes(local) }),
    StreamSpecification: STREAM,
    ...(table.SSEDescription && { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId } }),
  };
}

/** Carries out one replica update. Throws Refused. */
export async function updateReplica(
  forward: Forward,
  tables: GlobalTables,
  here: Place,
  name: string,
  update: ReplicaUpdate,
): Promise<void> {
  const { Create, Update, Delete } = update;
  const known = tables.find(here, name);
  if (Delete) {
    const { RegionName } = Delete;
    if (RegionName === known?.home) throw sourceRegion;
    if (!known?.replicas.has(RegionName)) throw noReplica(name, RegionName);
    await call(forward, { ...here, region: RegionName }, 'DeleteTable', { TableName: name });
    tables.remove(here.account, name, RegionName);
  }
  if (Update) {
    const { RegionName, ...settings } = Update;
    const kept = known?.replicas.get(RegionName);
    if (!kept) throw noReplica(name, RegionName);
    Object.assign(kept, settings);
  }
  if (Create) {
    const { RegionName, ...settings } = Create;
    const home = { ...here, region: known?.home ?? here.region };
    const { Table } = await call(forward, home, 'DescribeTable', { TableName: name });
    await ensureStream(forward, home, Table);
    const there = { ...here, region: RegionName };
    await call(forward, there, 'CreateTable', copyOf(Table, settings)).catch((error) => {
      const taken = error instanceof Refused && String(error.answer.body).includes('ResourceInUse');
      throw taken
        ? validation(`Replica of ${name} in ${RegionName}: a table of that name exists there`)
        : error;
    });
    tables.add(home, name, RegionName, settings);
  }
}

/** What DynamoDB says when the region that others were copied from is to go first. */
export const sourceRegion = validation(
  'Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours.',
);

const noReplica = (name: string, region: string) => validation(`Table ${name} has no replica in ${region}`);
