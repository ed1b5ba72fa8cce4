import type { ClientConfig } from '../aws/credentials';

type Item = Record<string, unknown>;

export async function putItem(config: ClientConfig, TableName: string, Item: Item): Promise<void> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { DynamoDBDocumentClient, PutCommand } = await import('@aws-sdk/lib-dynamodb');
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  await table.send(new PutCommand({ TableName, Item }));
  table.destroy();
}

/** Reads one item; undefined if it does not exist. */
export async function getItem(
  config: ClientConfig,
  TableName: string,
  Key: Record<string, string>,
): Promise<Item | undefined> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const { DynamoDBDocumentClient, GetCommand } = await import('@aws-sdk/lib-dynamodb');
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const { Item } = await table.send(new GetCommand({ TableName, Key }));
  table.destroy();
  return Item;
}
