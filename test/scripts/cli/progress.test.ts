import { lineProgress } from '../../../scripts/cli/progress';
import { rolloutReport, touched } from '../../../scripts/rollout/report';
import { exitCodeOf } from '../../../scripts/rollout/rollout';
import type { StackInfo } from '../../../scripts/selection/stacks';

test('lines: one for each new phase, one for the end', () => {
  const lines: string[] = [];
  const progress = lineProgress((line) => lines.push(line));
  progress.update('one', 'plan');
  progress.update('one', 'apply', '0 of 2');
  progress.update('one', 'apply', '1 of 2');
  progress.update('two', 'plan');
  progress.end('one', 'done', 'applied');
  progress.end('two', 'failed', 'no');
  progress.end('three', 'waiting', 'halted');
  expect(lines).toEqual([
    'one: plan',
    'one: apply',
    'two: plan',
    'one: applied',
    'two: FAILED: no',
    'three: halted',
  ]);
});

test.each([
  [['applied', 'unchanged'], 0],
  [['applied', 'failed', 'not started'], 1],
  [['applied', 'failed', 'not started', 'halted'], 4],
  [['failed', 'halted', 'interrupted'], 130],
  [['applied', 'interrupted', 'not started'], 130],
  [['failed', 'interrupted'], 130],
  [['applied', 'not started'], 130],
])('%j ends with %i', (outcomes, exitCode) => {
  expect(exitCodeOf(outcomes.map((outcome) => ({ outcome })))).toBe(exitCode);
});

test('a gate that the last wave did not pass halts, although every stack was applied', () => {
  expect(exitCodeOf([{ outcome: 'applied' }], 'the gate of wave 9 failed')).toBe(4);
  expect(rolloutReport([], 'npx fleet rollout', 'the gate of wave 9 failed')).toMatch(
    /the gate of wave 9 failed\n.*run again: npx fleet rollout$/,
  );
});

test('a report names every stack, every reason, and the command that continues', () => {
  const counts = { create: 2, update: 0, replace: 0, delete: 0 };
  const text = rolloutReport(
    [
      { id: 'one', outcome: 'applied', counts, seconds: 1 },
      { id: 'two', outcome: 'failed', reason: 'broken', remedy: 'mend it', seconds: 2, log: '/the/log' },
      { id: 'three', outcome: 'not started', reason: 'it depends on two', seconds: 0 },
    ],
    'npx fleet rollout --env dev',
  );
  expect(text).toContain('two: broken\n  mend it\n  log: /the/log');
  expect(text).toContain('three: it depends on two');
  expect(text).toMatch(/run again: npx fleet rollout --env dev$/);
  expect(rolloutReport([{ id: 'one', outcome: 'applied', counts, seconds: 1 }], 'x')).not.toContain(
    'run again',
  );
});

test('more than a hundred stacks are counted, and those with problems are named', () => {
  const ends = Array.from({ length: 1000 }, (_, at) => ({
    id: `s${at}`,
    seconds: 0,
    ...(at === 7
      ? { outcome: 'failed' as const, reason: 'broken' }
      : { outcome: 'unchanged' as const, counts: { create: 0, update: 0, replace: 0, delete: 0 } }),
  }));
  const text = rolloutReport(ends, 'x');
  expect(text.split('\n').length).toBeLessThan(12);
  expect(text).toMatch(/unchanged +│ 999/);
  expect(text).toContain('s7: broken');
});

test('the announcement of a rollout names every account with its id, and its regions', () => {
  const stack = (account: string, region: string) =>
    ({ account, accountId: `${account}-id`, region, stack: 'data' }) as StackInfo;
  const text = touched('prod', [stack('a', 'eu-west-1'), stack('b', 'eu-west-1'), stack('b', 'us-east-1')]);
  expect(text).toContain('environment prod: 3 stacks');
  expect(text).toMatch(/a \(a-id\) +│ eu-west-1 /);
  expect(text).toMatch(/b \(b-id\) +│ eu-west-1, us-east-1 /);
});
