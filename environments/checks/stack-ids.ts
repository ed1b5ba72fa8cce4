import type { FleetCheck } from './check';
import { oneOwner } from './one-owner';

/** `a` + `b-c` and `a-b` + `c` would give two stacks one id: environment and account are joined by a hyphen. */
export const stackIds: FleetCheck = (environments) =>
  oneOwner(
    // file-names.ts has already refused such a name.
    environments.flatMap(({ file, name: own, environment: { name, accounts } }) =>
      Object.keys(name === own ? (accounts ?? {}) : {}).map((account) => ({
        thing: `${name}-${account}`,
        owner: file,
        file,
        path: ['accounts', account],
      })),
    ),
    (first, { thing, path }) => ({
      value: path.at(-1),
      message: `its stacks would be named "${thing}-…", like those of ${first}`,
      remedy: 'rename the account',
    }),
  );
