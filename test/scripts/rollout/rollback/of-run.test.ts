import type { Entry } from '../../../../scripts/ledger/line';
import { undoable } from '../../../../scripts/rollout/rollback/of-run';

type Line = [type: Entry['type'], step?: string, data?: object];

const ledger = (...lines: Line[]): Entry[] =>
  lines.map(
    ([type, step, data = {}], index) =>
      ({ seq: index + 1, at: '2026-01-01T00:00:00Z', type, step, data }) as Entry,
  );

const was = (content: string) => ({ content, run: 'dev-1', commit: null, at: '2026-01-01T00:00:00Z' });

/** A stack that is changed from something. */
const changed = (stack: string, from: string | null, outcome = 'done'): Line[] => [
  ['begin', stack, { content: 'new' }],
  ['note', stack, { planned: { plan: 'p' }, replaces: from === null ? null : was(from) }],
  ['end', stack, { outcome, result: { outcome: 'applied' } }],
];
const gate = (side: 'open' | 'close', wave: number, outcome = 'done'): Line[] => [
  ['begin', `${side} ${wave}`, {}],
  ['end', `${side} ${wave}`, { outcome }],
];

test('the wave that did not pass, and none before it', () => {
  const entries = ledger(
    ['run'],
    ...gate('open', 0),
    ...changed('a', 'a0'),
    ...gate('close', 0),
    ...gate('open', 1),
    ...changed('b', 'b0'),
    ...changed('c', 'c0'),
    ...gate('close', 1, 'failed'),
  );
  expect(undoable(entries)).toEqual([
    { stack: 'b', back: was('b0') },
    { stack: 'c', back: was('c0') },
  ]);
});

test('without gates, the whole run', () => {
  const entries = ledger(['run'], ...changed('a', 'a0'), ...changed('b', 'b0'));
  expect(undoable(entries).map(({ stack }) => stack)).toEqual(['a', 'b']);
});

test('what failed or was interrupted may be partly applied', () => {
  const entries = ledger(['run'], ...changed('a', 'a0', 'failed'), ...changed('b', 'b0').slice(0, 2));
  expect(undoable(entries).map(({ stack }) => stack)).toEqual(['a', 'b']);
});

test('a stack with an empty plan, or without any, is left alone', () => {
  const unchanged: Line[] = [
    ['begin', 'a', { content: 'new' }],
    ['end', 'a', { outcome: 'done', result: { outcome: 'unchanged' } }],
  ];
  const refused: Line[] = [
    ['begin', 'b', { content: 'new' }],
    ['end', 'b', { outcome: 'failed' }],
  ];
  expect(undoable(ledger(['run'], ...unchanged, ...refused))).toEqual([]);
});

test('a run that was fixed and resumed goes back to what was deployed before it, not to its first attempt', () => {
  const entries = ledger(['run'], ...changed('a', 'a0', 'failed'), ['resume'], ...changed('a', 'a-bad'));
  expect(undoable(entries)).toEqual([{ stack: 'a', back: was('a0') }]);
});

test('a stack that the run created has nothing to go back to', () => {
  expect(undoable(ledger(['run'], ...changed('a', null)))).toEqual([{ stack: 'a', back: null }]);
});
