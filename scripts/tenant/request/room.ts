import { defaultUserPoolQuota } from '../../../environments/checks/quotas';
import type { Environment, Tenant } from '../../../environments/schema';

type Placed = Pick<Tenant, 'cells'>;

/** How full an environment's cells are, and its accounts. */
export interface Room {
  /** Tenants of a cell in a region. */
  held(region: string, cell: string): number;
  /** Tenants that it can still take there, limited by its own capacity and its account's quota of user pools. */
  free(region: string, cell: string): number;
  /** User pools of an account in a region, one per tenant and one per flow, and its quota. */
  pools(region: string, account: string): { used: number; quota: number };
  /** Counts one more tenant. */
  add(tenant: Placed): void;
}

/** Counts the tenants of an environment. Each pool counts where it is configured, whether rolled out or not. */
export function roomOf(
  { accounts, cells }: Pick<Environment, 'accounts' | 'cells'>,
  tenants: readonly Placed[],
): Room {
  const counts = new Map<string, number>();
  const held = (region: string, cell: string) => counts.get(`${region} ${cell}`) ?? 0;
  const add = (tenant: Placed) => {
    for (const [region, cell] of Object.entries(tenant.cells))
      counts.set(`${region} ${cell}`, held(region, cell as string) + 1);
  };
  const pools = (region: string, account: string) => {
    const own = Object.keys(cells).filter((cell) => cells[cell]?.account === account);
    const { flows = [], userPoolQuota: quota = defaultUserPoolQuota } = accounts[account] ?? {};
    return { used: own.reduce((sum, cell) => sum + held(region, cell), new Set(flows).size), quota };
  };
  for (const tenant of tenants) add(tenant);
  return {
    held,
    add,
    pools,
    free(region, cell) {
      const found = cells[cell];
      if (!found?.regions.includes(region)) return 0;
      const { used, quota } = pools(region, found.account);
      return Math.max(0, Math.min(found.capacity - held(region, cell), quota - used));
    },
  };
}
