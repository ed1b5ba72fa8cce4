import type { Judged } from './judge';

/** A day of a month, and what is due on it. */
export interface Day {
  /** From 1 on. */
  day: number;
  items: readonly Judged[];
}

/** A month laid out like a wall calendar: weeks start on Monday, with blanks before its first day and after its last. */
export interface Month {
  /** `2026-11` */
  month: string;
  weeks: readonly (Day | undefined)[][];
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

/** A month by its number since year 0. Days are in UTC, like all times of the fleet. */
function monthOf(number: number, byDay: ReadonlyMap<string, readonly Judged[]>): Month {
  const first = new Date(Date.UTC(0, number));
  first.setUTCFullYear(Math.floor(number / 12), number % 12);
  const month = first.toISOString().slice(0, 7);
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const cells: (Day | undefined)[] = [
    ...Array<undefined>((first.getUTCDay() + 6) % 7).fill(undefined),
    ...Array.from({ length: days }, (_, index) => {
      const day = index + 1;
      return { day, items: byDay.get(`${month}-${String(day).padStart(2, '0')}`) ?? [] };
    }),
  ];
  while (cells.length % 7 !== 0) cells.push(undefined);
  return {
    month,
    weeks: Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7)),
  };
}

/** The coming months, with what is due on each day. Anything overdue counts as due today. */
export function calendar(items: readonly Judged[], now: Date, months: number): Month[] {
  const byDay = new Map<string, Judged[]>();
  for (const item of items) {
    if (!item.due) continue;
    const day = dayOf(item.due < now ? now : item.due);
    byDay.set(day, [...(byDay.get(day) ?? []), item]);
  }
  const first = now.getUTCFullYear() * 12 + now.getUTCMonth();
  return Array.from({ length: months }, (_, index) => monthOf(first + index, byDay));
}
