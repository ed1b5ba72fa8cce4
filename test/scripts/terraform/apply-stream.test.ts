import { readApplyStream } from '../../../scripts/terraform/apply-stream';

const hook = (type: string, addr: string, action = 'create', id_value?: string) =>
  JSON.stringify({ type, hook: { resource: { addr }, action, id_key: 'id', id_value } });
const error = (address: string | undefined, summary: string) =>
  JSON.stringify({ type: 'diagnostic', diagnostic: { severity: 'error', summary, detail: '', address } });
const summary = (operation: string) =>
  JSON.stringify({ type: 'change_summary', changes: { add: 1, change: 0, remove: 0, operation } });
const read = (...lines: string[]) => readApplyStream(lines.join('\n'));

test('what was begun, and what was created, with its id; a torn last line is not an event', () => {
  const stream = read(
    '# terraform apply',
    summary('plan'),
    hook('apply_start', 'a'),
    hook('apply_start', 'b'),
    hook('apply_start', 'c', 'update'),
    hook('apply_complete', 'a', 'create', 'id-a'),
    hook('apply_complete', 'c', 'update', 'id-c'),
    hook('apply_complete', 'b', 'create', 'id-b').slice(0, 40),
  );
  expect(stream).toEqual({
    begun: new Set(['a', 'b']),
    created: new Map([['a', 'id-a']]),
    refused: new Set(),
    finished: false,
    torn: true,
  });
  expect(read(hook('apply_start', 'a'), 'a crash report').torn).toBe(false);
});

test('it is finished only with a summary of the apply and without an error', () => {
  expect(read(hook('apply_start', 'a'), summary('apply')).finished).toBe(true);
  expect(read(summary('plan')).finished).toBe(false);
  expect(read(summary('apply'), error(undefined, 'Failed to persist state')).finished).toBe(false);
});

test.each([
  ['EntityAlreadyExists: Role with name hook already exists.', true],
  ['InvalidParameterException: 1 validation error', true],
  ['AccessDeniedException: not authorized', true],
  ['request send failed, Post "https://x": EOF', false],
  ['read tcp 10.0.0.1:443: read: connection reset by peer', false],
  ['dial tcp 127.0.0.1:4566: connect: connection refused', false],
  ['context deadline exceeded', false],
])('"%s": refused %s; what AWS never answered may have been made', (text, refused) => {
  const stream = read(hook('apply_start', 'a'), error('a', text));
  expect(stream.refused.has('a')).toBe(refused);
});
