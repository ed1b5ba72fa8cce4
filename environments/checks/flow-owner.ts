import type { EnvironmentCheck } from './check';
import { oneOwner } from './one-owner';

/** A flow is in one account only: a second would claim the same sign-in domain in the same region. */
export const flowOwner: EnvironmentCheck = ({ file, environment: { accounts } }) =>
  oneOwner(
    Object.entries(accounts ?? {}).flatMap(([account, { flows }]) =>
      flows.map((flow) => ({ thing: flow, owner: account, file, path: ['accounts', account, 'flows'] })),
    ),
    (first, { thing }) => ({
      message: `the ${thing} flow is already in account "${first}"`,
      remedy: `remove "${thing}" from one of the two`,
    }),
  );
