import type { EnvironmentCheck } from './check';

/** A flow stands in one account: a second one would ask for the same sign-in domain in the same region. */
export const flowOwner: EnvironmentCheck = ({ file, environment: { accounts } }) => {
  const owners = new Map<string, string>();
  return Object.entries(accounts ?? {}).flatMap(([account, { flows }]) =>
    [...new Set(flows)].flatMap((flow) => {
      const owner = owners.get(flow);
      if (owner === undefined) {
        owners.set(flow, account);
        return [];
      }
      return [
        {
          file,
          path: ['accounts', account, 'flows'],
          message: `the ${flow} flow already stands in account "${owner}"`,
          remedy: `remove "${flow}" from one of the two`,
        },
      ];
    }),
  );
};
