import type { FleetCheck } from './check';
import { oneOwner } from './one-owner';

/** An AWS account plays one role in one environment; reusing it would give one environment the other's rights. */
export const accountIds: FleetCheck = (environments) =>
  oneOwner(
    environments.flatMap(({ file, environment }) =>
      Object.entries(environment.accounts ?? {}).map(([account, { id }]) => ({
        thing: id,
        owner: `"${account}" of ${file}`,
        file,
        path: ['accounts', account, 'id'],
      })),
    ),
    (first) => ({
      message: `account ${first} already has this account id`,
      remedy: 'give every account of every environment its own AWS account',
    }),
  );
