import { tablesOf, withNames } from '../../../local/dynamodb/tables-of';

const arn = 'arn:aws:dynamodb:eu-west-1:101010101010:table/users';

test.each([
  [{ TableName: 'users' }, ['users']],
  [{ TableName: arn }, ['users']],
  [{ RequestItems: { users: {}, registry: {} } }, ['users', 'registry']],
  [{ TransactItems: [{ Put: { TableName: arn } }, { Delete: { TableName: 'users' } }] }, ['users']],
  [{}, []],
])('the tables of %j', (input, tables) => {
  expect(tablesOf(input)).toEqual(tables);
});

test('ARNs become names, and everything else stays', () => {
  expect(withNames({ TableName: arn, Key: { id: { S: '1' } } })).toEqual({
    TableName: 'users',
    Key: { id: { S: '1' } },
  });
  expect(withNames({ RequestItems: { [arn]: { Keys: [] } } })).toEqual({
    RequestItems: { users: { Keys: [] } },
  });
  expect(withNames({ TransactItems: [{ Put: { TableName: arn, Item: {} } }] })).toEqual({
    TransactItems: [{ Put: { TableName: 'users', Item: {} } }],
  });
});
