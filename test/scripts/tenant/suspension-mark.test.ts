import type { Environment } from '../../../environments/schema';
import { clearMark, markSuspended, suspendedSince } from '../../../scripts/tenant/suspension-mark';
import { body, failure } from '../../functions/dynamo';
import { loopbackStore } from '../../functions/store';

const store = loopbackStore();
const config = {
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
} as never;
const of = { environment: { name: 'dev' } as Environment, tenant: 'acme', region: 'eu-west-1', config };
const at = '2026-11-29T10:00:00.000Z';

test('the mark is an item of its own, and keeps its first time', async () => {
  store.answer = body({ Attributes: { suspended_at: { S: at } } });
  expect(await markSuspended(of, new Date('2026-11-30T00:00:00Z'))).toBe(at);
  expect(store.calls).toEqual([
    {
      TableName: 'dev-tenant-registry',
      Key: { tenant_id: { S: 'acme' }, region: { S: 'suspended#eu-west-1' } },
      UpdateExpression: 'SET suspended_at = if_not_exists(suspended_at, :now)',
      ExpressionAttributeValues: { ':now': { S: '2026-11-30T00:00:00.000Z' } },
      ReturnValues: 'UPDATED_NEW',
    },
  ]);
  store.answer = body({});
  await clearMark(of);
  expect(store.calls[1]).toMatchObject({ UpdateExpression: 'REMOVE suspended_at' });
});

test('it suspends while it has a time; an item that a mark left behind does not', async () => {
  const answers: [answer: object, since: string | null][] = [
    [{ Item: { tenant_id: { S: 'acme' }, suspended_at: { S: at } } }, at],
    [{ Item: { tenant_id: { S: 'acme' } } }, null],
    [{}, null],
  ];
  for (const [answer, since] of answers) {
    store.answer = body(answer);
    expect(await suspendedSince(of)).toBe(since);
  }
  expect(store.calls[0]).toMatchObject({
    Key: { tenant_id: { S: 'acme' }, region: { S: 'suspended#eu-west-1' } },
    ConsistentRead: true,
  });
});

test('any other failure is not an answer', async () => {
  store.answer = failure(400, 'AccessDeniedException');
  await expect(markSuspended(of, new Date(at))).rejects.toThrow();
});
