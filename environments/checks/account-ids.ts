import type { FleetCheck } from './check';

/** Each AWS account has one role in one environment; a second use would give one environment the other's rights. */
export const accountIds: FleetCheck = (environments) => {
  const owners = new Map<string, string>();
  return environments.flatMap(({ file, environment }) =>
    Object.entries(environment.accounts ?? {}).flatMap(([account, { id }]) => {
      const owner = owners.get(id);
      if (owner === undefined) {
        owners.set(id, `"${account}" of ${file}`);
        return [];
      }
      return [
        {
          file,
          path: ['accounts', account, 'id'],
          message: `this account id is already that of account ${owner}`,
          remedy: 'give every account of every environment an AWS account of its own',
        },
      ];
    }),
  );
};
