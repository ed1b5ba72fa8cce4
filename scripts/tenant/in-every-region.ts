import type { LoadedEnvironment } from '../../environments/schema';
import { exitCodes, FleetError, messageOf } from '../cli/errors';
import { type PoolLocation, poolsOf } from '../selection/pools';

/** Locations of a tenant's pools, regions in rollout order. */
export const placesOf = (loaded: LoadedEnvironment, tenant: string): PoolLocation[] =>
  poolsOf(loaded).filter((place) => place.tenant === tenant);

/** A region in which something failed. */
export interface Trouble {
  region: string;
  reason: string;
}

/**
 * Does something in each place, one after another. Failures are collected, since one region that is down must not hold up
 * the others; an interrupt ends it immediately.
 */
export async function inEvery<P extends Pick<PoolLocation, 'region'>, R>(
  places: readonly P[],
  work: (place: P) => Promise<R>,
): Promise<{ done: (P & { result: R })[]; troubles: Trouble[] }> {
  const done: (P & { result: R })[] = [];
  const troubles: Trouble[] = [];
  for (const place of places)
    try {
      done.push({ ...place, result: await work(place) });
    } catch (error) {
      if (error instanceof FleetError && error.exitCode === exitCodes.interrupted) throw error;
      troubles.push({ region: place.region, reason: messageOf(error) });
    }
  return { done, troubles };
}
