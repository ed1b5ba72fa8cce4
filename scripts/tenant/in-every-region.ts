import type { LoadedEnvironment } from '../../environments/schema';
import { exitCodes, FleetError, messageOf } from '../cli/errors';
import { type PoolLocation, poolsOf } from '../selection/pools';

/** Where a tenant's pools stand, regions in roll-out order. */
export const placesOf = (loaded: LoadedEnvironment, tenant: string): PoolLocation[] =>
  poolsOf(loaded).filter((place) => place.tenant === tenant);

/** A region in which something could not be done. */
export interface Trouble {
  region: string;
  reason: string;
}

/**
 * Does something in each place, one after the other. What fails in one is kept for later, since a region that is down
 * must not keep the others from it; an interrupt ends it at once.
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
