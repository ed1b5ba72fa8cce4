import type { Rotation } from '../../../environments/schema';
import type { Item, Kind } from './item';

const day = 86_400_000;

/** How many days ahead a due date is announced. */
const soonDays = 14;

/** What needs to be done, most urgent first. */
export const dueStates = ['expired', 'due', 'unknown', 'soon', 'fine', 'by itself'] as const;
export type DueState = (typeof dueStates)[number];

/** An item, and what needs to be done about it. */
export interface Judged extends Item {
  state: DueState;
  /** When its next rotation is due. */
  due?: Date;
  why: string;
}

const ageLimits = ({ clientSecretDays, federationSecretDays }: Rotation): Partial<Record<Kind, number>> => ({
  'client secret': clientSecretDays,
  'federation secret': federationSecretDays,
});

/** When an item is due, and why; undefined if its dates don't say. */
function dueOf(item: Item, rotation: Rotation): { due: Date; why: string } | undefined {
  if (item.underWay)
    return { due: item.underWay, why: 'its rotation is in progress: run it again to finish' };
  if (item.unmanaged && item.created)
    return { due: item.created, why: "never rotated: its secret is also in Terraform's state" };
  const days = ageLimits(rotation)[item.kind];
  const { expiryNoticeDays } = rotation;
  const reasons = [
    item.created &&
      days !== undefined && {
        due: new Date(item.created.getTime() + days * day),
        why: `at most ${days} days old`,
      },
    item.expires && {
      due: new Date(item.expires.getTime() - expiryNoticeDays * day),
      why: `it expires on ${item.expires.toISOString().slice(0, 10)}`,
    },
  ].filter((reason) => reason !== undefined && reason !== false);
  return reasons.sort((a, b) => a.due.getTime() - b.due.getTime())[0];
}

/** Decides what needs to be done about an item. */
export function judge(item: Item, rotation: Rotation, now: Date): Judged {
  if (item.byItself) return { ...item, state: 'by itself', why: item.byItself };
  if (item.failed) return { ...item, state: 'unknown', why: item.failed };
  const found = dueOf(item, rotation);
  if (!found) return { ...item, state: 'unknown', why: 'its age is unknown' };
  const { due, why } = found;
  const left = due.getTime() - now.getTime();
  if (item.expires && item.expires <= now)
    return {
      ...item,
      state: 'expired',
      due,
      why: `it expired on ${item.expires.toISOString().slice(0, 10)}`,
    };
  return { ...item, state: left <= 0 ? 'due' : left <= soonDays * day ? 'soon' : 'fine', due, why };
}

const urgency = ({ state }: Judged) => dueStates.indexOf(state);
const time = ({ due }: Judged) => due?.getTime() ?? Number.POSITIVE_INFINITY;

/** Most urgent first; within that, longest overdue first. */
export const inOrder = (items: readonly Judged[]): Judged[] =>
  [...items].sort((a, b) => {
    const apart = urgency(a) - urgency(b);
    if (apart !== 0) return apart;
    return time(a) === time(b) ? 0 : time(a) - time(b);
  });

/** Whether it needs attention now. */
export const isDue = ({ state }: Pick<Judged, 'state'>): boolean => state === 'expired' || state === 'due';
