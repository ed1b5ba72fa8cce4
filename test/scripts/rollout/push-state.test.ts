import { parseState } from '../../../scripts/applied/state';
import { describePush } from '../../../scripts/rollout/push-state';

const state = (serial: number, names: string[], lineage = 'l') =>
  parseState(
    JSON.stringify({
      version: 4,
      lineage,
      serial,
      resources: names.map((name) => ({
        mode: 'managed',
        type: 'aws_iam_role',
        name,
        instances: [{ attributes: { id: name } }, { deposed: 'd', attributes: { id: 'old' } }],
      })),
    }),
    '"e"',
  );

test('it lists what the state gains, and what it loses', () => {
  const text = describePush('dev-x', state(3, ['a', 'b']), state(5, ['b', 'c']));
  expect(text.split('\n').map((line) => line.trim())).toEqual([
    'state of dev-x: serial 3 in the bucket becomes 5',
    '2 resources instead of 2',
    'added: aws_iam_role.c',
    'removed: aws_iam_role.a',
  ]);
  expect(describePush('dev-x', undefined, state(1, ['a']))).toContain('serial none in the bucket becomes 1');
});

test('a newer state in the bucket, and a different one, are never overwritten', () => {
  expect(() => describePush('dev-x', state(5, []), state(5, []))).toThrow(
    'has been written since (serial 5; ours is 5)',
  );
  expect(() => describePush('dev-x', state(6, []), state(5, []))).toThrow('has been written since');
  expect(() => describePush('dev-x', state(1, [], 'other'), state(5, []))).toThrow('lineage other, not l');
});

test('long lists are counted', () => {
  const names = Array.from({ length: 25 }, (_, n) => `r${String(n).padStart(2, '0')}`);
  expect(describePush('dev-x', undefined, state(1, names))).toMatch(/aws_iam_role\.r19 and 5 more/);
});
