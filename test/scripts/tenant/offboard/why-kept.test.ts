import fc from 'fast-check';
import type { Tombstone } from '../../../../environments/schema';
import { day, whyKept } from '../../../../scripts/tenant/offboard/offboard';

const tombstone = (given: Partial<Tombstone>): Tombstone => ({
  id: 'acme',
  state: 'leaving',
  exportedAt: '2026-08-30T10:00:00.000Z',
  keepUntil: '2026-11-30',
  exports: [],
  ...given,
});

test.each<[string | undefined, Partial<Tombstone>, string]>([
  ['acme is kept until 2026-11-30; today is 2026-11-29', {}, '2026-11-29'],
  [undefined, {}, '2026-11-30'],
  [undefined, {}, '2027-01-01'],
  [
    'acme is under a legal hold: case 4711, asked for by legal',
    { hold: 'case 4711, asked for by legal' },
    '2027-01-01',
  ],
])('%s', (expected, given, today) => {
  expect(whyKept(tombstone(given), today)).toBe(expected);
});

test('it is never released a day before its date, always on it and after it, and never under a hold', () => {
  const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, moment, fc.boolean(), (date, today, held) => {
      const kept = whyKept(
        tombstone({ keepUntil: day(date), ...(held && { hold: 'because of a case at court' }) }),
        day(today),
      );
      expect(kept === undefined).toBe(!held && day(today) >= day(date));
    }),
  );
});
