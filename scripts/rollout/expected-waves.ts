import type { Act, StackLoad } from '../quotas/load';
import { expectedSeconds, narrowestQuota } from './expected-time';

/** How long stacks are expected to take, in seconds. */
export interface Expected {
  /** The settings of everything in them change. */
  change: number;
  /** None of them stands yet. */
  first: number;
  /** They are planned, and nothing has changed. */
  refresh: number;
}

/** What is expected of one region by itself, and the quota that takes longest when it comes up. */
export interface RegionExpected {
  region: string;
  expected: Expected;
  narrowest?: { account: string; quota: string; calls: number; perSecond: number; seconds: number };
}

const planned = (loads: readonly StackLoad[], act: Act) => loads.map((load) => ({ ...load, act }));

/** @param atOnce stacks that run side by side */
export const expectedOf = (loads: readonly StackLoad[], atOnce: number): Expected => ({
  change: expectedSeconds(planned(loads, 'change'), atOnce),
  first: expectedSeconds(planned(loads, 'first'), atOnce),
  refresh: expectedSeconds(planned(loads, 'refresh'), atOnce),
});

/** The same by region, each as if it were alone. */
export function regionsExpected(
  waves: readonly { atOnce: number; loads: readonly StackLoad[] }[],
): RegionExpected[] {
  const regions = [...new Set(waves.flatMap(({ loads }) => loads.map(({ region }) => region)))];
  return regions.map((region) => {
    const own = waves.map(({ atOnce, loads }) => ({
      atOnce,
      loads: loads.filter((load) => load.region === region),
    }));
    const each = own.map(({ atOnce, loads }) => expectedOf(loads, atOnce));
    const sum = (kind: keyof Expected) => each.reduce((all, expected) => all + expected[kind], 0);
    const narrowest = narrowestQuota(
      planned(
        own.flatMap(({ loads }) => loads),
        'first',
      ),
    );
    return {
      region,
      expected: { change: sum('change'), first: sum('first'), refresh: sum('refresh') },
      ...(narrowest && { narrowest }),
    };
  });
}
