import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import {
  abandoned,
  type ProbedPool,
  removeSyntheticUser,
  syntheticName,
} from '../../../../scripts/probe/sign-in/synthetic-user';

const now = Date.UTC(2026, 0, 1, 12);
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000);
const user = (email: string, minutes: number) => ({
  Username: `id of ${email}`,
  email,
  UserCreateDate: minutesAgo(minutes),
});

test('what a killed probe left behind is removed, once no probe can still use it', () => {
  const [old, fresh] = [syntheticName(), syntheticName()];
  expect(old).not.toBe(fresh);
  expect(abandoned([user(old, 61), user(fresh, 59)], now)).toEqual([`id of ${old}`]);
});

test.each([
  'ada@example.com',
  'fleet-probe-0123456789abcdef@example.com',
  'fleet-probe-0123456789abcdef@probe.invalid.example.com',
  'fleet-probe-ada@probe.invalid',
  'x-fleet-probe-0123456789abcdef@probe.invalid',
])('a person called %s stays', (email) => {
  expect(abandoned([user(email, 10_000)], now)).toEqual([]);
});

test('a user without a name or a date stays', () => {
  const email = syntheticName();
  expect(
    abandoned(
      [
        { email, UserCreateDate: minutesAgo(99) },
        { Username: 'x', email },
      ],
      now,
    ),
  ).toEqual([]);
});

/** A pool that records its calls, and has no users any more. */
function emptyPool() {
  const asked: [string, object][] = [];
  const client = (answer: () => unknown) => ({
    send: async (command: { constructor: { name: string }; input: object }) => {
      asked.push([command.constructor.name, command.input]);
      return answer();
    },
  });
  const pool = {
    sdk: cognito,
    client: client(() => {
      throw new cognito.UserNotFoundException({ message: 'gone', $metadata: {} });
    }),
    userPoolId: 'eu-central-1_1',
    tenant: { id: 'acme', table: 'dev-tenant-users', dynamodb: client(() => ({})), sdk: dynamodb },
  } as unknown as ProbedPool;
  return { asked, pool };
}

test('a user is removed with its mapping, without which it gets no token; one already gone does no harm', async () => {
  const { asked, pool } = emptyPool();
  const username = syntheticName();
  await removeSyntheticUser(pool, { username, sub: 's', temporaryPassword: '' });
  expect(asked).toEqual([
    ['DeleteItemCommand', { TableName: 'dev-tenant-users', Key: { user_id: { S: 's' } } }],
    ['AdminDeleteUserCommand', { UserPoolId: 'eu-central-1_1', Username: username }],
  ]);
});
