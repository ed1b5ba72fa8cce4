import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ClientConfig } from '../../../scripts/aws/credentials';
import type { Applied } from './applied';

/** Deletes a table that a flow uses. */
export async function deleteTable({ pools, region }: Applied, account: string, TableName: string) {
  const client = new DynamoDBClient(await pools.access({ account, region }));
  await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
}

export async function deleteItem(config: ClientConfig, TableName: string, Key: Record<string, string>) {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  await table.send(new DeleteCommand({ TableName, Key }));
  table.destroy();
}
