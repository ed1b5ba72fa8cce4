const day = 86_400_000;

/** How far back growth is looked at, in days: half a year, in which seasons even out and last year counts no more. */
const windowDays = 180;
/** Over fewer days, or from fewer tenants, nothing is said. */
const leastDays = 14;
const leastArrivals = 3;

/** How fast tenants arrive. */
export interface Growth {
  /** Tenants a day. */
  perDay: number;
  /** What that rests on. */
  arrivals: number;
  days: number;
}

/**
 * Growth from the days on which tenants arrived. Those of the first day were there already when the records begin, and are
 * no growth; who has left is not looked at, so it is rather too fast than too slow.
 * @returns undefined where that is too little to tell
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

/** When so many places are taken, if tenants go on arriving as they do. */
export const fullAt = (places: number, { perDay }: Growth, now: Date): Date =>
  new Date(now.getTime() + (places / perDay) * day);
