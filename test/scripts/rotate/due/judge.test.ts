import fc from 'fast-check';
import { dueStates, inOrder, isDue, judge } from '../../../../scripts/rotate/due/judge';
import { daysAgo, judgedTen, now, settings, ten } from './ten';

test('of ten, the due ones come first, the longest overdue of them first', () => {
  expect(judgedTen().map(({ state, name }) => [state, name])).toEqual([
    ['expired', 'expired'],
    ['due', 'long overdue'],
    ['due', 'too old'],
    ['due', 'expires soon'],
    ['due', 'soaked'],
    ['unknown', 'nobody knows'],
    ['soon', 'soaking'],
    ['soon', 'two weeks'],
    ['fine', 'fresh'],
    ['by itself', 'by url'],
  ]);
  expect(judgedTen().filter(isDue)).toHaveLength(5);
});

const base = { kind: 'client secret', name: 'x', account: 'a', region: 'r', owner: 'o' } as const;

test.each([
  [{ created: daysAgo(90) }, 'due', 'at most 90 days old'],
  [{ created: daysAgo(89.99) }, 'soon', 'at most 90 days old'],
  [{ created: daysAgo(75.99) }, 'fine', 'at most 90 days old'],
  [{ created: daysAgo(1), unmanaged: true as const }, 'due', "Terraform's state"],
  [{ created: daysAgo(1), expires: daysAgo(-30) }, 'due', 'it expires on 2026-12-30'],
  [{ created: daysAgo(1), expires: daysAgo(0) }, 'expired', 'it expired on 2026-11-30'],
  [{}, 'unknown', 'its age is unknown'],
])('%j is %s', (more, state, why) => {
  expect(judge({ ...base, ...more }, settings, now)).toMatchObject({
    state,
    why: expect.stringContaining(why),
  });
});

test('a secret of an identity provider may be older than a client secret; a certificate has no age', () => {
  const created = daysAgo(100);
  expect(judge({ ...base, created }, settings, now).state).toBe('due');
  expect(judge({ ...base, kind: 'federation secret', created }, settings, now).state).toBe('fine');
  expect(
    judge({ ...base, kind: 'SAML certificate', created, expires: daysAgo(-900) }, settings, now).state,
  ).toBe('fine');
});

test('the order is by urgency, whatever the order of the input, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(ten), (some) => {
      const judged = inOrder(some.map((one) => judge(one, settings, now)));
      expect(judged.map(({ name }) => name).sort()).toEqual(some.map(({ name }) => name).sort());
      const ranks = judged.map(({ state }) => dueStates.indexOf(state));
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    }),
  );
});
