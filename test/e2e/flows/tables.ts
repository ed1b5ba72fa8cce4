import { DeleteTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ClientConfig } from '../../../scripts/lib/aws';
import type { Applied } from './applied';

/** Takes a table away from a flow for good: first its replica, as DynamoDB wants it, then the table itself. */
export async function deleteTable({ loaded, pools, region }: Applied, account: string, TableName: string) {
  const client = new DynamoDBClient(await pools.access({ account, region }));
  const ReplicaUpdates = loaded.environment.regions
    .filter((other) => other !== region)
    .map((RegionName) => ({ Delete: { RegionName } }));
  await client.send(new UpdateTableCommand({ TableName, ReplicaUpdates }));
  await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
}

export async function deleteItem(config: ClientConfig, TableName: string, Key: Record<string, string>) {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  await table.send(new DeleteCommand({ TableName, Key }));
  table.destroy();
}
