import type { Environment, LoadedEnvironment, Ring } from '../../environments/schema';
import { roomOf } from '../tenant/request/room';

/** A cell in one region. */
export interface CellRoom {
  account: string;
  cell: string;
  ring: Ring;
  tenants: number;
  capacity: number;
  /** Places that it really has: fewer where its account's quota ends first. */
  free: number;
}

/** An account in one region. */
export interface AccountRoom {
  account: string;
  /** User pools by configuration: one a tenant and one a flow. */
  pools: number;
  /** User pools that its flows and cells may come to need. */
  promised: number;
  /** As the environment file has it. */
  quota: number;
}

/** Room in one region. */
export interface RegionRoom {
  region: string;
  tenants: number;
  cells: CellRoom[];
  accounts: AccountRoom[];
  /** Tenants that fit into its cells. */
  free: number;
  /** Tenants that fit into cells that may still be added to its accounts. */
  spare: number;
}

/** How full each region is, from configuration alone. Accounts without a cell there are left out: no tenant comes into them. */
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
      // Of cells that share an account's quota, together no more than that leaves.
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
