import type { EnvironmentCheck } from './check';

/** A cell holds at most `capacity` tenants per region, which bounds its blast radius and how long its plan takes. */
export const capacity: EnvironmentCheck = ({ file, environment: { cells }, tenants }) =>
  Object.entries(cells ?? {}).flatMap(([cell, { capacity, regions }]) =>
    [...new Set(regions)].flatMap((region) => {
      const held = tenants.filter(({ tenant }) => tenant.cells?.[region] === cell).length;
      if (held <= capacity) return [];
      return [
        {
          file,
          path: ['cells', cell, 'capacity'],
          cause: `${file}: capacity of ${cell}`,
          message: `${held} tenants are in ${cell} in ${region}`,
          remedy: 'put new tenants into another cell, or raise the capacity; do not move deployed tenants',
        },
      ];
    }),
  );
