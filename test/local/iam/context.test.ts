import { requestContext } from '../../../local/iam/context';
import type { Facts } from '../../../local/iam/facts';

const facts = { tagsOf: async () => ({}) } as unknown as Facts;
const attributes = async (input: object) => {
  const call = { service: 'dynamodb', operation: 'UpdateItem', input, request: {} };
  return (await requestContext(call as never, [], facts))['dynamodb:Attributes'];
};
const Key = { tenant_id: { S: 'acme' }, region: { S: 'eu-central-1' } };

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html: "top-level attributes"
test.each<[string, object, string[]]>([
  ['its key', { Key }, ['tenant_id', 'region']],
  [
    'names in place of attributes',
    { Key, UpdateExpression: 'SET #at = :at', ExpressionAttributeNames: { '#at': 'suspended_at' } },
    ['tenant_id', 'region', 'suspended_at'],
  ],
  [
    'plain attributes, once each, and no words of the language',
    {
      Key,
      UpdateExpression: 'SET user_pool_id = if_not_exists(user_pool_id, :p) REMOVE cell.name',
      ConditionExpression: 'attribute_exists(tenant_id) AND NOT #s = :s',
      ExpressionAttributeNames: { '#s': 'status' },
    },
    ['tenant_id', 'region', 'user_pool_id', 'cell', 'status'],
  ],
  [
    'updates of the older form',
    { Key, AttributeUpdates: { status: { Action: 'DELETE' } } },
    ['tenant_id', 'region', 'status'],
  ],
])('a request about an item names %s', async (_what, input, expected) => {
  expect(await attributes(input)).toEqual(expected);
});
