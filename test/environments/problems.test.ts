import * as fc from 'fast-check';
import { nearest, suggest } from '../../environments/loading/suggest';
import { formatPath, formatProblems, type Problem, sortProblems } from '../../environments/problems';

const problem = (more: Partial<Problem>): Problem => ({
  file: 'a.ts',
  path: 'x',
  value: 1,
  message: 'is wrong',
  remedy: 'mend it',
  ...more,
});

test.each([
  [['cells', 'eu-central-1'], 'cells["eu-central-1"]'],
  [['groups', 2], 'groups[2]'],
  [['password', 'history'], 'password.history'],
  [['$schema'], '$schema'],
  [['--callback-urls', 1], '--callback-urls[1]'],
  [['tags', 'a"b'], 'tags["a\\"b"]'],
  [[], ''],
])('path %j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test('one problem', () => {
  expect(formatProblems([problem({})])).toBe(
    'a.ts x = 1\n  is wrong\n  remedy: mend it\n1 problem in 1 file; nothing was changed',
  );
});

test('the same problem on neighbouring lines is reported once, with the lines and a count', () => {
  const at = (line: number, more: Partial<Problem> = {}) =>
    problem({ path: '', value: ['x'], line, ...more });
  expect(
    formatProblems([at(1, { value: ['y'] }), at(2), at(3), at(4), at(6), at(7, { message: 'is worse' })]),
  ).toBe(
    [
      'a.ts:1:1 = ["y"]\n  is wrong\n  remedy: mend it',
      'a.ts:2-4 = ["x"]\n  is wrong\n  remedy: mend it',
      'a.ts:6:1 = ["x"]\n  is wrong\n  remedy: mend it',
      'a.ts:7:1 = ["x"]\n  is worse\n  remedy: mend it',
      '6 problems in 1 file; nothing was changed',
    ].join('\n'),
  );
  expect(formatProblems([problem({}), problem({})])).toMatch(/^(a\.ts x = 1\n.*\n.*\n){2}2 problems/);
});

test('a missing key has no value, and a problem with the whole file has no path', () => {
  expect(formatProblems([problem({ value: undefined })])).toMatch(/^a\.ts x\n/);
  expect(formatProblems([problem({ value: undefined, path: '' })])).toMatch(/^a\.ts\n/);
  expect(formatProblems([problem({ value: null, path: '', line: 3, column: 4 })])).toMatch(
    /^a\.ts:3:4 = null\n/,
  );
});

test('any value is shown on one line of reasonable length, without control characters', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const odd = fc.constantFrom<unknown>(
    cycle,
    1n,
    Symbol('s'),
    () => 1,
    '\u001b[2J',
    '\u009b2J',
    '\u202e',
    Number.NaN,
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), odd), fc.string({ unit: 'binary' }), (value, text) => {
      const [first = '', ...rest] = formatProblems([problem({ value, message: text })]).split('\n');
      expect(rest).toHaveLength(3);
      expect(first.length).toBeLessThan(200);
      expect(first + rest.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('values that JSON cannot express are described in words', () => {
  expect(formatProblems([problem({ value: Number.NaN })])).toMatch(/^a\.ts x = "NaN"\n/);
  expect(formatProblems([problem({ value: () => 1 })])).toMatch(/^a\.ts x = "\[Function/);
});

test('problems are sorted by file, then by place', () => {
  const sorted = [
    problem({ file: 'a.json', line: 2 }),
    problem({ file: 'a.json', line: 10, column: 1 }),
    problem({ file: 'a.json', line: 10, column: 5 }),
    problem({ file: 'a.ts', path: 'a' }),
    problem({ file: 'a.ts', path: 'b' }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
      expect(sortProblems(shuffled)).toEqual(sorted);
    }),
  );
});

test.each([
  ['histori', 'history'],
  ['canry', 'canary'],
  ['CANARY', 'canary'],
  ['production', undefined],
  ['', undefined],
  ['c'.repeat(1000), undefined],
])('%s is close to %s', (word, near) => {
  expect(nearest(word, ['canary', 'early', 'general', 'history'])).toBe(near);
});

test('a suggestion names every choice, the closest one first', () => {
  expect(suggest('erly', ['canary', 'early'])).toBe('did you mean "early"? Use one of: "canary", "early"');
  expect(suggest(7, ['canary', 'early'])).toBe('use one of: "canary", "early"');
  expect(suggest('x', [])).toBe('use one of: none');
});
