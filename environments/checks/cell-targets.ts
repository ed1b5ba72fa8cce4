import { suggest } from '../loading/suggest';
import type { EnvironmentCheck } from './check';
import { foreignRegion } from './foreign-region';

/** A cell's account and regions must be the environment's. */
export const cellTargets: EnvironmentCheck = ({ file, environment: { accounts, regions, cells } }) =>
  Object.entries(cells ?? {}).flatMap(([cell, { account, regions: own }]) => [
    ...(accounts && !Object.hasOwn(accounts, account)
      ? [
          {
            file,
            path: ['cells', cell, 'account'],
            cause: `${file}: account ${account}`,
            message: 'the environment has no such account',
            remedy: suggest(account, Object.keys(accounts)),
          },
        ]
      : []),
    ...own.flatMap((region, index) =>
      regions && !regions.includes(region)
        ? [
            {
              file,
              path: ['cells', cell, 'regions', index],
              cause: foreignRegion(file, region),
              message: 'the environment is not in this region',
              remedy: suggest(region, regions),
            },
          ]
        : [],
    ),
  ]);
