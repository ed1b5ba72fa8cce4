import { table } from '../cli/table';
import type { LivePools } from './live';
import type { RegionForecast } from './regions';

/** A region with AWS's own figures for its accounts; null if AWS was not asked. */
export interface Shown extends RegionForecast {
  live: Readonly<Record<string, LivePools | null>>;
}

/** No one plans further ahead than this. */
const horizonYears = 10;

export function dateText(at: Date | undefined, now: Date): string {
  if (!at) return 'unknown';
  return at.getTime() - now.getTime() > horizonYears * 365 * 86_400_000
    ? `not in ${horizonYears} years`
    : at.toISOString().slice(0, 10);
}

/** The source of the user pool quota. */
const sourceOf = (live: LivePools | null | undefined) =>
  live?.quota === undefined ? 'environment file' : 'Service Quotas';

/** The basis of the forecast, as text. */
export const groundsOf = ({ growth }: RegionForecast): string =>
  growth
    ? `${growth.arrivals} tenants arrived in ${growth.days} days`
    : 'too few tenants arrived, or in too short a time, to tell';

/** Each cell and account in each region, and when another is needed. */
export function describeCapacity(regions: readonly Shown[], now: Date): string {
  const cells = regions.flatMap(({ region, cells }) =>
    cells.map(({ account, cell, ring, tenants, capacity, free }) => [
      region,
      account,
      cell,
      ring,
      `${tenants} of ${capacity}`,
      free,
    ]),
  );
  const accounts = regions.flatMap(({ region, accounts, live }) =>
    accounts.map(({ account, pools, promised, quota }) => [
      region,
      account,
      pools,
      promised,
      live[account]?.quota ?? quota,
      sourceOf(live[account]),
      live[account]?.pools ?? 'not asked',
    ]),
  );
  const forecasts = regions.map((shown) => [
    shown.region,
    shown.tenants,
    shown.free,
    dateText(shown.nextCell, now),
    dateText(shown.nextAccount, now),
    groundsOf(shown),
  ]);
  const why = regions.flatMap(({ region, live }) =>
    Object.entries(live).flatMap(([account, found]) =>
      (found?.why ?? []).map((text) => `${account} ${region}: ${text}`),
    ),
  );
  return [
    table(['region', 'account', 'cell', 'ring', 'tenants', 'free'], cells),
    table(['region', 'account', 'user pools', 'may come to', 'quota', 'says', 'in AWS'], accounts),
    table(['region', 'tenants', 'free', 'next cell by', 'next account by', 'since'], forecasts),
    ...why,
  ].join('\n');
}
