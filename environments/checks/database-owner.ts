import type { FleetCheck } from './check';
import { oneOwner } from './one-owner';

/** A proxy serves one environment, so that test roles never apply in production, or the reverse. */
export const databaseOwner: FleetCheck = (environments) =>
  oneOwner(
    environments.flatMap(({ file, environment: { customer } }) =>
      Object.entries(customer?.databases ?? {}).flatMap(([region, database]) =>
        database
          ? [{ thing: database.host, owner: file, file, path: ['customer', 'databases', region, 'host'] }]
          : [],
      ),
    ),
    (first) => ({
      message: `${first} already reads roles from this database`,
      remedy: 'give each environment its own database',
    }),
  );
