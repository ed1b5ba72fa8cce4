/** A region's tenants over time, and when its cells and accounts are full, as SVG. */
import { escaped } from '../cli/html-document';

/** The data of a plot. */
export interface Plotted {
  region: string;
  /** When tenants arrived, in order; those without a known date count from the beginning. */
  arrivals: readonly Date[];
  tenants: number;
  now: Date;
  /** Capacity of its cells, and of all cells that can still be added. */
  cellsHold: number;
  accountsHold: number;
  /** Tenants a day; undefined if unknown. */
  perDay: number | undefined;
}

const width = 640;
const height = 260;
const area = { left: 60, right: 610, top: 34, bottom: 216 };
const day = 86_400_000;
const rounded = (value: number) => Math.round(value * 10) / 10;
const date = (time: number) => new Date(time).toISOString().slice(0, 10);

/** One plot for one region. Dates are in UTC. */
export function plot({ region, arrivals, tenants, now, cellsHold, accountsHold, perDay }: Plotted): string {
  const times = arrivals.map((at) => at.getTime());
  const from = Math.min(now.getTime() - 30 * day, ...times);
  // Looks as far ahead as it looks back, but at least three months.
  const to = now.getTime() + Math.max(90 * day, now.getTime() - from);
  const ahead = tenants + (perDay ?? 0) * ((to - now.getTime()) / day);
  const lines = [
    { at: cellsHold, text: `cells hold ${cellsHold}` },
    ...(accountsHold <= 3 * Math.max(cellsHold, ahead)
      ? [{ at: accountsHold, text: `accounts hold ${accountsHold}` }]
      : []),
  ];
  const highest = Math.max(1, ahead, ...lines.map(({ at }) => at)) * 1.1;
  const x = (time: number) => rounded(area.left + ((time - from) / (to - from)) * (area.right - area.left));
  const y = (count: number) => rounded(area.bottom - (count / highest) * (area.bottom - area.top));
  const start = tenants - times.length;
  const steps = times.flatMap((time, index) => [
    `${x(time)},${y(start + index)}`,
    `${x(time)},${y(start + index + 1)}`,
  ]);
  const past = [`${x(from)},${y(start)}`, ...steps, `${x(now.getTime())},${y(tenants)}`].join(' ');
  const title = `Tenants in ${region}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="12" fill="currentColor">`,
    `<title>${escaped(title)}</title>`,
    `<text x="${area.left}" y="18" font-size="14">${escaped(title)}</text>`,
    ...lines.map(
      ({ at, text }) =>
        `<line x1="${area.left}" x2="${area.right}" y1="${y(at)}" y2="${y(at)}" stroke="#d55e00"/><text x="${area.left + 4}" y="${y(at) - 4}">${text}</text>`,
    ),
    `<line x1="${area.left}" x2="${area.right}" y1="${area.bottom}" y2="${area.bottom}" stroke="#888"/>`,
    ...[from, now.getTime(), to].map(
      (time) => `<text x="${x(time)}" y="${area.bottom + 18}" text-anchor="middle">${date(time)}</text>`,
    ),
    `<text x="${area.left - 8}" y="${y(tenants) + 4}" text-anchor="end">${tenants}</text>`,
    `<polyline fill="none" stroke="#0072b2" stroke-width="2" points="${past}"/>`,
    ...(perDay === undefined
      ? []
      : [
          `<line x1="${x(now.getTime())}" y1="${y(tenants)}" x2="${x(to)}" y2="${y(ahead)}" stroke="#0072b2" stroke-width="2" stroke-dasharray="6 4"/>`,
        ]),
    '</svg>',
  ].join('\n');
}
