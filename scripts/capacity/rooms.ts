import type { Environment, LoadedEnvironment, Ring } from '../../environments/schema';
import { roomOf } from '../tenant/request/room';

/** A cell in one region. */
export interface CellRoom {
  account: string;
  cell: string;
  ring: Ring;
  tenants: number;
  capacity: number;
  /** Places actually available: fewer if its account's quota runs out first. */
  free: number;
}

/** An account in one region. */
export interface AccountRoom {
  account: string;
  /** Configured user pools: one per tenant and one per flow. */
  pools: number;
  /** User pools that its flows and cells may eventually need. */
  promised: number;
  /** As set in the environment file. */
  quota: number;
}

/** Room in one region. */
export interface RegionRoom {
  region: string;
  tenants: number;
  cells: CellRoom[];
  accounts: AccountRoom[];
  /** Tenants that still fit into its cells. */
  free: number;
  /** Tenants that fit into cells that can still be added to its accounts. */
  spare: number;
}

/** How full each region is, from configuration alone. Accounts without a cell there are left out, as they take no tenants. */
export function roomsOf({
  environment,
  tenants,
}: Pick<LoadedEnvironment, 'environment' | 'tenants'>): RegionRoom[] {
  const room = roomOf(environment, tenants);
  return environment.regions.map((region): RegionRoom => {
    const cells = Object.entries(environment.cells)
      .filter(([, { regions }]) => regions.includes(region))
      .map(([cell, { account, ring, capacity }]) => ({
        account,
        cell,
        ring,
        tenants: room.held(region, cell),
        capacity,
        free: room.free(region, cell),
      }));
    const accounts = [...new Set(cells.map(({ account }) => account))].map((account) =>
      accountRoom(environment, cells, account, room.pools(region, account)),
    );
    const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
    return {
      region,
      tenants: sum(cells.map(({ tenants }) => tenants)),
      cells,
      accounts,
      // Cells that share an account's quota can together hold no more than it leaves.
      free: sum(
        accounts.map(({ account, pools, quota }) =>
          Math.min(
            quota - pools,
            sum(cells.filter((cell) => cell.account === account).map(({ free }) => free)),
          ),
        ),
      ),
      spare: sum(accounts.map(({ promised, quota }) => Math.max(0, quota - promised))),
    };
  });
}

function accountRoom(
  { accounts }: Environment,
  cells: readonly CellRoom[],
  account: string,
  { used, quota }: { used: number; quota: number },
): AccountRoom {
  const flows = new Set(accounts[account]?.flows ?? []).size;
  const own = cells.filter((cell) => cell.account === account);
  return { account, pools: used, quota, promised: own.reduce((sum, { capacity }) => sum + capacity, flows) };
}
