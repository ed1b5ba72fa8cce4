import type { Environment, Route } from '../schema';

/** The parts of an environment that place its flows. */
export type Flows = Pick<Environment, 'accounts' | 'cells'>;

/** Names of the cells in one account and region, in the order of the environment file. */
export const cellsIn = ({ cells }: Pick<Flows, 'cells'>, account: string, region: string): string[] =>
  Object.entries(cells)
    .filter(([, cell]) => cell.account === account && cell.regions.includes(region))
    .map(([name]) => name);

/** Flows whose pools and policy stores are in one account and region. */
export function flowsIn(environment: Flows, account: string, region: string): Set<Route['flow']> {
  const own = environment.accounts[account]?.flows ?? [];
  const tenants = cellsIn(environment, account, region).length > 0 ? (['tenant'] as const) : [];
  return new Set([...own, ...tenants]);
}
