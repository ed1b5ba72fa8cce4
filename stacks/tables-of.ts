import type { tables } from '../environments/names';
import type { Environment } from '../environments/schema';

/** A table of the fleet, by its key in `environments/names.ts`. */
export type Table = keyof ReturnType<typeof tables>;

type Flows = Pick<Environment, 'accounts' | 'cells' | 'regions'>;

/**
 * The tables of one account, each with the regions whose functions read it, in roll-out order: exactly those that
 * the account's flows and cells need.
 */
export function tablesOf({ accounts, cells, regions }: Flows, account: string): Map<Table, string[]> {
  const flows = accounts[account]?.flows ?? [];
  const ofCells = Object.values(cells).filter((cell) => cell.account === account);
  const inCells = regions.filter((region) => ofCells.some((cell) => cell.regions.includes(region)));
  return new Map<Table, string[]>([
    ...(inCells.length > 0
      ? ([
          ['tenantRegistry', inCells],
          ['tenantUsers', inCells],
        ] as const)
      : []),
    ...(flows.length > 0 ? ([['flowRegistry', regions]] as const) : []),
    ...(flows.includes('internal') ? ([['internalUsers', regions]] as const) : []),
    ...(flows.includes('machine') ? ([['services', regions]] as const) : []),
  ]);
}
