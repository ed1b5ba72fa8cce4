import type { Finding } from '../loading/finding';
import { suggest } from '../loading/suggest';
import type { EnvironmentCheck } from './check';
import { foreignRegion } from './foreign-region';

/** The customer flow's hook needs a database in each of its regions. */
export const databases: EnvironmentCheck = ({ file, environment: { accounts, regions, customer } }) => {
  if (!accounts || !regions || !customer) return [];
  const path = (...keys: string[]) => ['customer', 'databases', ...keys];
  const given = customer.databases ?? {};
  const stands = Object.values(accounts).some(({ flows }) => flows.includes('customer'));
  return [
    ...(stands ? [...new Set(regions)] : [])
      .filter((region) => !Object.hasOwn(given, region))
      .map((region) => ({
        file,
        path: path(region),
        message: 'is missing: without its database the hook refuses every customer of this region',
        remedy: `write databases: { '${region}': { host: '<name>.proxy-<id>.${region}.rds.amazonaws.com', … } }`,
      })),
    ...Object.entries(given).flatMap(([region, database]): Finding[] => {
      if (!regions.includes(region))
        return [
          {
            file,
            path: path(region),
            value: region,
            cause: foreignRegion(file, region),
            message: 'the environment is not in this region',
            remedy: suggest(region, regions),
          },
        ];
      if (!database || database.host.endsWith(`.${region}.rds.amazonaws.com`)) return [];
      return [
        {
          file,
          path: path(region, 'host'),
          message: `is not in ${region}, where the hook that queries it runs`,
          remedy: `name an RDS Proxy in ${region}, with subnets and security groups of that region`,
        },
      ];
    }),
  ];
};
