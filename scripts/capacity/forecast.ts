const day = 86_400_000;

/** How many days of growth to consider: half a year evens out seasons and leaves out last year. */
const windowDays = 180;
/** With fewer days, or fewer tenants, no forecast is made. */
const leastDays = 14;
const leastArrivals = 3;

/** How fast tenants arrive. */
export interface Growth {
  /** Tenants a day. */
  perDay: number;
  /** How many arrivals that is based on. */
  arrivals: number;
  days: number;
}

/**
 * Growth from the dates on which tenants arrived. Those of the first day existed before the records begin and do not count
 * as growth. Departures are ignored, so the result errs on the fast side.
 * @returns undefined if the data is insufficient
 */
export function growthOf(arrivals: readonly Date[], now: Date): Growth | undefined {
  const times = arrivals.map((at) => at.getTime()).sort((a, b) => a - b);
  const [first] = times;
  if (first === undefined) return undefined;
  const from = Math.max(first, now.getTime() - windowDays * day);
  const counted = times.filter((time) => time > from && time <= now.getTime()).length;
  const days = (now.getTime() - from) / day;
  if (days < leastDays || counted < leastArrivals) return undefined;
  return { perDay: counted / days, arrivals: counted, days: Math.round(days) };
}

/** When this many places are taken, if tenants keep arriving at this rate. */
export const fullAt = (places: number, { perDay }: Growth, now: Date): Date =>
  new Date(now.getTime() + (places / perDay) * day);
