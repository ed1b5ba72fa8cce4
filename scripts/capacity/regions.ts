import type { LoadedEnvironment } from '../../environments/schema';
import type { Arrivals } from './arrivals';
import { fullAt, type Growth, growthOf } from './forecast';
import { type RegionRoom, roomsOf } from './rooms';

/** A region's room, and how long it will last. */
export interface RegionForecast extends RegionRoom {
  /** When its tenants arrived, in order. */
  arrivals: Date[];
  growth: Growth | undefined;
  /** When another cell is needed; undefined if unknown. */
  nextCell: Date | undefined;
  /** When even new cells in its accounts would be full, and another account is needed. */
  nextAccount: Date | undefined;
}

/** Room and forecast of every region that has cells. */
export function forecastOf(
  loaded: Pick<LoadedEnvironment, 'environment' | 'tenants'>,
  { at }: Arrivals,
  now: Date,
): RegionForecast[] {
  return roomsOf(loaded)
    .filter(({ cells }) => cells.length > 0)
    .map((room) => {
      const { region, free, spare } = room;
      const arrivals = loaded.tenants
        .filter(({ cells }) => Object.hasOwn(cells, region))
        .flatMap(({ id }) => at.get(id) ?? [])
        .sort((a, b) => a.getTime() - b.getTime());
      const growth = growthOf(arrivals, now);
      return {
        ...room,
        arrivals,
        growth,
        nextCell: growth && fullAt(free, growth, now),
        nextAccount: growth && fullAt(free + spare, growth, now),
      };
    });
}
