import {
  type DynamoDBClient,
  type GetItemCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { tableItem } from '../../../scripts/aws/table-item';

const answering = (send: (command: GetItemCommand) => Promise<object>) =>
  ({ send }) as unknown as DynamoDBClient;
const key = { tenant_id: 'acme', region: 'eu-west-1' };

test('reads the item with this key, as it is now', async () => {
  const item = { status: { S: 'active' } };
  const client = answering(async ({ input }) => {
    expect(input).toEqual({
      TableName: 'registry',
      Key: { tenant_id: { S: 'acme' }, region: { S: 'eu-west-1' } },
      ConsistentRead: true,
    });
    return { Item: item };
  });
  expect(await tableItem(client, 'registry', key)).toEqual(item);
});

test('a table that does not exist has no items; any other refusal is an error', async () => {
  const refusing = (error: Error) => answering(() => Promise.reject(error));
  const missing = new ResourceNotFoundException({ $metadata: {}, message: 'no table' });
  expect(await tableItem(refusing(missing), 'registry', key)).toBeUndefined();
  await expect(tableItem(refusing(new Error('not you')), 'registry', key)).rejects.toThrow('not you');
});
