import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** An item of DynamoDB, by attribute. */
export type TableItem = Record<string, AttributeValue>;

/** The item with this key, as it is now; undefined if the item or the table does not exist. */
export async function tableItem(
  client: DynamoDBClient,
  TableName: string,
  key: Readonly<Record<string, string>>,
): Promise<TableItem | undefined> {
  const sdk = await import('@aws-sdk/client-dynamodb');
  const Key = Object.fromEntries(Object.entries(key).map(([name, S]) => [name, { S }]));
  try {
    return (await client.send(new sdk.GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  } catch (error) {
    if (error instanceof sdk.ResourceNotFoundException) return undefined;
    throw error;
  }
}
