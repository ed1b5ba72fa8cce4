import fc from 'fast-check';
import type { AttributeChange } from '../../../../scripts/review/model';
import { diffLines, sidesOf } from '../../../../scripts/review/render/values';

test.each<[string, Partial<AttributeChange>, string, string]>([
  ['values', { before: 1, after: '1' }, '1', '"1"'],
  ['null is a value', { before: null, after: false }, 'null', 'false'],
  ['what is not set', { after: 1 }, '(not set)', '1'],
  ['an unknown value', { before: 1, unknown: true }, '1', '(known after apply)'],
  ['a secret, even if values were there', { before: 'x', after: 'y', secret: true }, '(secret)', '(secret)'],
  ['a text that looks like a mark', { before: '(secret)' }, '"(secret)"', '(not set)'],
])('%s', (_, given, before, after) => {
  const sides = sidesOf({ path: 'a', ...given });
  expect([sides.before.text, sides.after.text]).toEqual([before, after]);
});

test('if one side needs several lines, both have them', () => {
  const { before, after } = sidesOf({ path: 'a', before: ['x'], after: ['x', 'y'.repeat(80)] });
  expect(
    diffLines(before.text, after.text)
      .filter(({ kind }) => kind === ' ')
      .map(({ text }) => text),
  ).toEqual(['[', ']']);
});

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

test('a comparison has every line of both sides, in order, and common lines once', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const side = (sign: string) =>
        lines
          .filter(({ kind }) => kind === ' ' || kind === sign)
          .map(({ text }) => text)
          .join('\n');
      expect([side('-'), side('+')]).toEqual([before, after]);
      if (before === after) expect(lines.every(({ kind }) => kind === ' ')).toBe(true);
    }),
  );
});

test('what is too long to compare is shown in full', () => {
  const long = 'a\n'.repeat(500);
  expect(diffLines(long, `${long}b`).filter(({ kind }) => kind === ' ')).toEqual([]);
});
