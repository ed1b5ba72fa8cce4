import type { tables } from '../names';
import type { Environment } from '../schema';
import { cellsIn, type Flows } from './flows';

/** A table of the fleet, by its key in `environments/names.ts`. */
export type Table = keyof ReturnType<typeof tables>;

/**
 * Exactly the tables that one account's flows and cells need, each with the regions whose functions read it, in
 * roll-out order.
 */
export function tablesOf(
  environment: Flows & Pick<Environment, 'regions'>,
  account: string,
): Map<Table, string[]> {
  const { regions } = environment;
  const flows = environment.accounts[account]?.flows ?? [];
  const withCells = regions.filter((region) => cellsIn(environment, account, region).length > 0);
  return new Map<Table, string[]>([
    ...(withCells.length > 0
      ? ([
          ['tenantRegistry', withCells],
          ['tenantUsers', withCells],
        ] as const)
      : []),
    ...(flows.length > 0 ? ([['flowRegistry', regions]] as const) : []),
    ...(flows.includes('internal') ? ([['internalUsers', regions]] as const) : []),
    ...(flows.includes('machine') ? ([['services', regions]] as const) : []),
  ]);
}
