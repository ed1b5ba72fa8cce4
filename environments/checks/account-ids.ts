import type { FleetCheck } from './check';
import { oneOwner } from './one-owner';

/** Each AWS account has one role in one environment; a second use would give one environment the other's rights. */
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
      message: `this account id is already that of account ${first}`,
      remedy: 'give every account of every environment an AWS account of its own',
    }),
  );
