import { abandoned, syntheticName } from '../../../../scripts/probe/sign-in/synthetic-user';

const now = Date.UTC(2026, 0, 1, 12);
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000);
const user = (email: string, minutes: number) => ({
  Username: `id of ${email}`,
  email,
  UserCreateDate: minutesAgo(minutes),
});

test('what a killed probe left is removed, once no probe can still use it', () => {
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

test('who has no name or no date stays', () => {
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
