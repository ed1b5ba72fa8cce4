import type { FleetCheck } from './check';

/** `a` + `b-c` and `a-b` + `c` would give two stacks one id: environment and account are joined by a hyphen. */
export const stackIds: FleetCheck = (environments) => {
  const owners = new Map<string, string>();
  return environments.flatMap(({ file, environment: { name, accounts } }) =>
    Object.keys(accounts ?? {}).flatMap((account) => {
      if (!name) return [];
      const prefix = `${name}-${account}`;
      const owner = owners.get(prefix) ?? file;
      owners.set(prefix, owner);
      if (owner === file) return [];
      return [
        {
          file,
          path: ['accounts', account],
          value: account,
          message: `its stacks would be named "${prefix}-…", as those of ${owner} are`,
          remedy: 'rename the account',
        },
      ];
    }),
  );
};
