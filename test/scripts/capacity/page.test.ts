import { DOMParser } from '@xmldom/xmldom';
import { dateText, type Shown } from '../../../scripts/capacity/describe';
import { capacityPage } from '../../../scripts/capacity/page';
import { plot } from '../../../scripts/capacity/plot';

const day = 86_400_000;
const now = new Date('2026-11-30T12:00:00Z');
const arrivals = [200, 100, 50, 10].map((days) => new Date(now.getTime() - days * day));
const plotted = {
  region: 'eu-central-1',
  arrivals,
  tenants: 6,
  now,
  cellsHold: 20,
  accountsHold: 1000,
  perDay: 0.02,
};
const parsed = (svg: string) => new DOMParser().parseFromString(svg, 'image/svg+xml');
const numbers = (text: string | null | undefined) => (text ?? '').split(/[ ,]/).map(Number);

describe('the plot', () => {
  test('goes up one step per tenant, and ends with all of them today', () => {
    const line = parsed(plot(plotted)).getElementsByTagName('polyline')[0];
    const points = numbers(line?.getAttribute('points'));
    const ys = points.filter((_, index) => index % 2 === 1);
    // Two tenants with unknown dates were there from the beginning.
    expect(new Set(ys).size).toBe(arrivals.length + 1);
    expect([...ys].sort((a, b) => b - a)).toEqual(ys);
    expect(points.every((value) => Number.isFinite(value))).toBe(true);
  });

  test('has a dashed line ahead only if growth is known', () => {
    expect(plot(plotted)).toContain('stroke-dasharray');
    expect(plot({ ...plotted, perDay: undefined })).not.toContain('stroke-dasharray');
  });

  test('is drawn even if there are no tenants yet', () => {
    const empty = plot({ ...plotted, arrivals: [], tenants: 0, perDay: undefined });
    expect(empty).not.toMatch(/NaN|Infinity/);
    expect(parsed(empty).getElementsByTagName('svg')).toHaveLength(1);
  });
});

test('a date is a day, or far in the future, or unknown', () => {
  expect(dateText(new Date('2027-02-03T10:00:00Z'), now)).toBe('2027-02-03');
  expect(dateText(new Date('2047-02-03T10:00:00Z'), now)).toBe('not in 10 years');
  expect(dateText(undefined, now)).toBe('unknown');
});

test('the page shows each region with its dates and their basis, and escapes names', () => {
  const shown = {
    region: 'eu-central-1',
    tenants: 6,
    free: 0,
    spare: 980,
    cells: [{ account: '<b>', cell: 'cell-01', ring: 'general', tenants: 6, capacity: 6, free: 0 }],
    accounts: [],
    arrivals,
    growth: { perDay: 0.02, arrivals: 3, days: 180 },
    nextCell: now,
    nextAccount: undefined,
    live: {},
  } as unknown as Shown;
  const page = capacityPage('dev', [shown], now);
  expect(page).toContain('Next cell by <b>2026-11-30</b>, next account by <b>unknown</b>');
  expect(page).toContain('3 tenants arrived in 180 days');
  expect(page).toContain('class="full">6 of 6');
  expect(page).toContain('&lt;b&gt;');
  expect(page).not.toContain('<script');
});
