import fc from 'fast-check';
import { type Entry, encodeLine, firstSum, parseLedger } from '../../../scripts/ledger/line';

const data = fc.dictionary(fc.string(), fc.jsonValue());
const bodies = fc.array(
  fc.record({
    type: fc.constantFrom<Entry['type']>('begin', 'note', 'end'),
    step: fc.string(),
    data,
  }),
  { minLength: 1, maxLength: 8 },
);

/** Lines of a ledger with these entries. */
function linesOf(entries: readonly Omit<Entry, 'seq' | 'at'>[]): { lines: string[]; entries: Entry[] } {
  let sum = firstSum;
  const whole = entries.map((entry, index) => ({ seq: index + 1, at: '2026-11-29T10:00:00.000Z', ...entry }));
  const lines = whole.map((entry) => {
    const encoded = encodeLine(entry, sum);
    sum = encoded.sum;
    return encoded.line;
  });
  return { lines, entries: JSON.parse(JSON.stringify(whole)) };
}

test('what was written can be read', () => {
  fc.assert(
    fc.property(bodies, (given) => {
      const { lines, entries } = linesOf(given);
      const text = lines.join('');
      const parsed = parseLedger(text);
      expect(parsed).toMatchObject({ entries, length: Buffer.byteLength(text) });
      expect([parsed.torn, parsed.broken]).toEqual([undefined, undefined]);
    }),
  );
});

test('a ledger cut off anywhere gives all intact lines before, and the rest as torn', () => {
  fc.assert(
    fc.property(bodies, fc.nat(), (given, at) => {
      const { lines, entries } = linesOf(given);
      const bytes = Buffer.from(lines.join(''));
      const cut = bytes.subarray(0, at % bytes.length);
      const whole = lines.filter(
        (_, index) => Buffer.byteLength(lines.slice(0, index + 1).join('')) <= cut.length,
      );
      const parsed = parseLedger(cut.toString());
      expect(parsed.broken).toBeUndefined();
      expect(parsed.entries).toEqual(entries.slice(0, whole.length));
      expect(parsed.length).toBe(Buffer.byteLength(whole.join('')));
      expect(parsed.torn === undefined).toBe(cut.length === parsed.length);
    }),
  );
});

test('a line that was changed, removed or moved is found, with its number', () => {
  const { lines } = linesOf([
    { type: 'run', data: { environment: 'dev' } },
    { type: 'begin', step: 'a', data: { lock: '1' } },
    { type: 'end', step: 'a', data: { outcome: 'done' } },
    { type: 'close', data: { outcome: 'done' } },
  ]);
  const [first = '', second = '', third = '', fourth = ''] = lines;
  const brokenAt = (...given: string[]) => parseLedger(given.join('')).broken?.line;
  expect(brokenAt(first, second.replace('"lock":"1"', '"lock":"2"'), third, fourth)).toBe(2);
  expect(brokenAt(first, third, fourth)).toBe(2);
  expect(brokenAt(first, third, second, fourth)).toBe(2);
  expect(brokenAt('{}\n', second, third)).toBe(1);
  // A later part is read after the line before it, and only then.
  const before = parseLedger(first + second);
  expect(parseLedger(third + fourth, { seq: 2, sum: before.sum }).entries).toHaveLength(2);
  expect(parseLedger(third + fourth, { seq: 1, sum: before.sum }).broken?.line).toBe(2);
});
