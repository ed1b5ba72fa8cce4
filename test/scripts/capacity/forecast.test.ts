import fc from 'fast-check';
import { fullAt, growthOf } from '../../../scripts/capacity/forecast';

const day = 86_400_000;
const now = new Date('2026-11-30T12:00:00Z');
const ago = (...days: number[]) => days.map((one) => new Date(now.getTime() - one * day));

describe('growth', () => {
  test('is what arrived after the first day, divided by the days since then', () => {
    expect(growthOf(ago(100, 100, 100, 50, 20, 10), now)).toEqual({ perDay: 0.03, arrivals: 3, days: 100 });
  });

  test('is that of the last 180 days', () => {
    expect(growthOf(ago(400, 399, 398, 90, 80, 70), now)).toEqual({
      perDay: 3 / 180,
      arrivals: 3,
      days: 180,
    });
  });

  test.each([
    ['nobody arrived', []],
    ['only the first day is known', ago(100, 100, 100, 100, 100)],
    ['two arrived', ago(100, 50, 20)],
    ['it is less than a fortnight', ago(13, 10, 8, 6, 4)],
  ])('is unknown if %s', (_, arrivals) => {
    expect(growthOf(arrivals, now)).toBeUndefined();
  });

  test('counts no tenant twice, and none that is yet to come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 500 }), { maxLength: 30 }), (days) => {
        const growth = growthOf(ago(...days), now);
        if (!growth) return;
        expect(growth.arrivals).toBeLessThan(days.filter((one) => one >= 0).length);
        expect(growth.days).toBeLessThanOrEqual(180);
        expect(growthOf(ago(...[...days].reverse()), now)).toEqual(growth);
      }),
    );
  });

  test('fills places in their order: more places last longer, and none do not last', () => {
    const growth = { perDay: 0.5, arrivals: 90, days: 180 };
    expect(fullAt(0, growth, now)).toEqual(now);
    expect(fullAt(10, growth, now).toISOString()).toBe('2026-12-20T12:00:00.000Z');
  });
});
