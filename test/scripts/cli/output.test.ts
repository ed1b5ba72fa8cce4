import { usageError } from '../../../scripts/cli/errors';
import { presentError, presentResult } from '../../../scripts/cli/output';

const plain = { json: false, debug: false };

test('a result goes to standard output, as text or as JSON', () => {
  const result = { data: { a: 1 }, text: 'one', exitCode: 1 };
  expect(presentResult(result, false)).toEqual({ stdout: 'one\n', stderr: '', exitCode: 1 });
  expect(JSON.parse(presentResult(result, true).stdout)).toEqual({ a: 1 });
  expect(presentResult({ data: null, text: 'x' }, false).exitCode).toBe(0);
});

test('an error says what happened and what to do, without a stack trace', () => {
  const error = usageError('no such thing', 'use another', { problems: [1] });
  expect(presentError(error, plain)).toEqual({
    stdout: '',
    stderr: 'fleet: no such thing\n  use another\n',
    exitCode: 2,
  });
  const { stdout, stderr } = presentError(error, { json: true, debug: false });
  expect(JSON.parse(stdout)).toEqual({
    error: { message: 'no such thing', remedy: 'use another', problems: [1] },
    exitCode: 2,
  });
  expect(stderr).toBe('');
});

test('an unexpected error is a failure; only --debug shows where it happened', () => {
  const error = new TypeError('x is undefined');
  expect(presentError(error, plain)).toMatchObject({
    exitCode: 1,
    stderr: expect.not.stringContaining('output.test'),
  });
  expect(presentError(error, plain).stderr).toContain('--debug');
  expect(presentError(error, { json: false, debug: true }).stderr).toContain('output.test');
});
