/** Rollout times by number of machines, as SVG. Both axes are logarithmic. */
import type { ByRunners, ScaleRow } from './scale';

const title = 'How long a rollout takes, by machines that share it';
const width = 760;
const height = 420;
const area = { left: 74, right: 560, top: 40, bottom: 360 };
/** Distinguishable with red-green colour blindness, too. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00'];

const log = Math.log2;
const minutes = (seconds: number) => seconds / 60;
const label = (value: number) => (value < 60 ? `${value} min` : `${value / 60} h`);

/** Round numbers of minutes, each about twice the previous one. */
const round = [
  0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3000, 6000, 12_000, 30_000, 60_000, 120_000,
];

/** The ticks from just below all values to just above. */
function ticks(values: readonly number[]): number[] {
  const from = round.findLastIndex((tick) => tick <= Math.min(...values));
  const to = round.findIndex((tick) => tick >= Math.max(...values));
  return round.slice(Math.max(0, from), to < 0 ? undefined : to + 1);
}

const rounded = (value: number) => Math.round(value * 10) / 10;

/** One plot for all sizes: solid lines for first rollouts, dashed lines for changes. */
export function plot(rows: readonly ScaleRow[]): string {
  const all = rows.flatMap(({ first, change }) => [...first, ...change]);
  const machines = [...new Set(all.map(({ runners }) => runners))].sort((a, b) => a - b);
  const marks = ticks(all.map(({ seconds }) => minutes(seconds)));
  const [low, high] = [log(marks[0] as number), log(marks.at(-1) as number)];
  const widest = Math.max(1, log(machines.at(-1) as number));
  const x = (runners: number) => rounded(area.left + (log(runners) / widest) * (area.right - area.left));
  const y = (value: number) =>
    rounded(area.bottom - ((log(value) - low) / Math.max(1, high - low)) * (area.bottom - area.top));
  const line = (points: readonly ByRunners[], colour: string, dash: string) => {
    const at = points.map(({ runners, seconds }) => [x(runners), y(minutes(seconds))]);
    return [
      `<polyline fill="none" stroke="${colour}" stroke-width="2"${dash} points="${at.map((point) => point.join(',')).join(' ')}"/>`,
      ...at.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`),
    ];
  };
  const legend = rows.map(({ tenants }, index) => {
    const at = area.top + 22 * index;
    const colour = colours[index % colours.length] as string;
    return `<rect x="${area.right + 24}" y="${at - 9}" width="12" height="12" fill="${colour}"/><text x="${area.right + 44}" y="${at + 2}">${tenants.toLocaleString('en')} tenants</text>`;
  });
  const below = area.top + 22 * rows.length + 14;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" fill="#222">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${area.left}" y="20" font-size="15">${title}</text>`,
    ...marks.map(
      (mark) =>
        `<line x1="${area.left}" x2="${area.right}" y1="${y(mark)}" y2="${y(mark)}" stroke="#ddd"/><text x="${area.left - 8}" y="${y(mark) + 4}" text-anchor="end">${label(mark)}</text>`,
    ),
    ...machines.map(
      (many) =>
        `<line x1="${x(many)}" x2="${x(many)}" y1="${area.top}" y2="${area.bottom}" stroke="#eee"/><text x="${x(many)}" y="${area.bottom + 20}" text-anchor="middle">${many}</text>`,
    ),
    `<text x="${(area.left + area.right) / 2}" y="${area.bottom + 44}" text-anchor="middle">machines</text>`,
    ...rows.flatMap(({ first, change }, index) => {
      const colour = colours[index % colours.length] as string;
      return [...line(first, colour, ''), ...line(change, colour, ' stroke-dasharray="6 4"')];
    }),
    ...legend,
    `<line x1="${area.right + 24}" x2="${area.right + 54}" y1="${below}" y2="${below}" stroke="#555" stroke-width="2"/><text x="${area.right + 62}" y="${below + 4}">from scratch</text>`,
    `<line x1="${area.right + 24}" x2="${area.right + 54}" y1="${below + 22}" y2="${below + 22}" stroke="#555" stroke-width="2" stroke-dasharray="6 4"/><text x="${area.right + 62}" y="${below + 26}">change to everything</text>`,
    '</svg>',
  ].join('\n')}\n`;
}
