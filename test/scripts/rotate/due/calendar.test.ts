import fc from 'fast-check';
import { calendar } from '../../../../scripts/rotate/due/calendar';
import type { Judged } from '../../../../scripts/rotate/due/judge';
import { judgedTen, now } from './ten';

test('November 2026 begins on a Sunday, and what is overdue is shown today', () => {
  const [november] = calendar(judgedTen(), now, 1);
  expect(november?.month).toBe('2026-11');
  expect(november?.weeks[0]?.map((day) => day?.day)).toEqual([...Array(6).fill(undefined), 1]);
  expect(november?.weeks.at(-1)?.map((day) => day?.day)).toEqual([30, ...Array(6).fill(undefined)]);
  const today = november?.weeks.at(-1)?.[0];
  expect(today?.items.map(({ name }) => name)).toEqual([
    'expired',
    'long overdue',
    'too old',
    'expires soon',
    'soaked',
  ]);
});

const at = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

test('every day of a month is there once, in the column of its weekday, and every item on its day', () => {
  fc.assert(
    fc.property(at, fc.array(fc.integer({ min: 0, max: 300 })), (from, days) => {
      const items = days.map((day): Judged => {
        const due = new Date(from.getTime() + day * 86_400_000);
        return {
          kind: 'client secret',
          name: `${day}`,
          account: '',
          region: '',
          owner: '',
          state: 'fine',
          why: '',
          due,
        };
      });
      const months = calendar(items, from, 12);
      const cells = months.flatMap(({ month, weeks }) =>
        weeks.flatMap((week) => {
          expect(week).toHaveLength(7);
          return week.flatMap((cell, column) => (cell ? [{ month, column, ...cell }] : []));
        }),
      );
      for (const { month, day, column, items: on } of cells) {
        const date = new Date(`${month}-${String(day).padStart(2, '0')}T00:00:00Z`);
        expect((date.getUTCDay() + 6) % 7).toBe(column);
        for (const { due } of on)
          expect(due?.toISOString().slice(0, 10)).toBe(date.toISOString().slice(0, 10));
      }
      expect(cells.flatMap((cell) => cell.items)).toHaveLength(items.length);
      expect(cells.length).toBeGreaterThanOrEqual(365);
      expect(new Set(cells.map(({ month, day }) => `${month} ${day}`)).size).toBe(cells.length);
    }),
    { numRuns: 20 },
  );
});
