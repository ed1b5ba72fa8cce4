import type { Act, StackLoad } from '../quotas/load';
import { expectedSeconds, narrowestQuota } from './expected-time';

/** How long stacks are expected to take, in seconds. */
export interface Expected {
  /** If the settings of everything in them change. */
  change: number;
  /** If none of them is deployed yet. */
  first: number;
  /** If they are planned and nothing has changed. */
  refresh: number;
}

/** Expected times of one region by itself, and the quota that takes longest in a first rollout. */
export interface RegionExpected {
  region: string;
  expected: Expected;
  narrowest?: { account: string; quota: string; calls: number; perSecond: number; seconds: number };
}

const planned = (loads: readonly StackLoad[], act: Act) => loads.map((load) => ({ ...load, act }));

/** @param atOnce stacks that run concurrently */
export const expectedOf = (loads: readonly StackLoad[], atOnce: number): Expected => ({
  change: expectedSeconds(planned(loads, 'change'), atOnce),
  first: expectedSeconds(planned(loads, 'first'), atOnce),
  refresh: expectedSeconds(planned(loads, 'refresh'), atOnce),
});

/** The same per region, each by itself. */
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
