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

// biome-ignore lint/suspicious/noExplicitAny: a TableDescription, most of which is only copied
type Description = any;

/** DynamoDB enables the stream when a table gets its first replica. */
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

/**
 * Each region's copy of a table has its own deletion protection, which prevents both DeleteTable there and its removal
 * from another region: "You must enable deletion protection on each replica" (DynamoDB developer guide, "Best practices
 * for global tables"). Throws Refused.
 */
export async function refuseProtected(forward: Forward, there: Place, TableName: string): Promise<void> {
  const { Table } = await call(forward, there, 'DescribeTable', { TableName });
  if (Table.DeletionProtectionEnabled)
    throw validation(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
}

/** Applies one replica update. Throws Refused. */
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
    if (!known?.replicas.has(RegionName)) throw noReplica;
    const there = { ...here, region: RegionName };
    await refuseProtected(forward, there, name);
    await call(forward, there, 'DeleteTable', { TableName: name });
    tables.remove(here.account, name, RegionName);
  }
  if (Update) {
    const { RegionName, ...settings } = Update;
    const kept = known?.replicas.get(RegionName);
    if (!kept) throw noReplica;
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

/** DynamoDB's error when the region that others were copied from is to be removed first. */
export const sourceRegion = validation(
  'Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours.',
);

/** DynamoDB's error; when Terraform removes a table, it takes this to mean that the replica is already gone. */
const noReplica = validation(
  'Replica specified in the Replica Update or Replica Delete action of the request was not found.',
);
