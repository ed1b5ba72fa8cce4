import fc from 'fast-check';
import type { Tombstone } from '../../../../environments/schema';
import { whyExportKept } from '../../../../scripts/tenant/export/delete-export';
import { day } from '../../../../scripts/tenant/offboard/offboard';

const tombstone = (given: Partial<Tombstone>): Tombstone => ({
  id: 'acme',
  state: 'gone',
  exportedAt: '2026-08-30T10:00:00.000Z',
  keepUntil: '2026-11-30',
  goneAt: '2026-12-01T10:00:00.000Z',
  exports: [],
  ...given,
});

test('the export of a tenant that still exists is kept, whatever its date', () => {
  const { goneAt: _, ...there } = tombstone({});
  for (const state of ['leaving', 'gone'] as const)
    expect(whyExportKept({ ...there, state }, '2030-01-01')).toBe('acme has not left yet');
});

test('an export is deleted once its tenant has left, on its date or later, and never under a hold', () => {
  const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, moment, fc.boolean(), (date, today, held) => {
      const given = { keepUntil: day(date), ...(held && { hold: 'because of a case at court' }) };
      const kept = whyExportKept(tombstone(given), day(today));
      expect(kept === undefined).toBe(!held && day(today) >= day(date));
    }),
  );
});
