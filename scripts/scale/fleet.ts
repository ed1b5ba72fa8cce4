/** A fleet with a given number of tenants, placed as an environment's would be. */
import { type PlacedStack, placementOf } from '../../environments/placement';
import type { Environment, LoadedEnvironment, Ring } from '../../environments/schema';

/** The size of fleet to simulate. */
export interface Size {
  tenants: number;
  /** Tenants per cell. */
  cellSize: number;
  /** User pools per account and region: the quota that makes another account necessary. */
  poolQuota: number;
}

/** The last cell name is `cell-9999`. */
export const mostCells = 9999;

/** Every tenant is in each of these. */
export const regions: Environment['regions'] = [
  'eu-central-1',
  'eu-west-1',
  'us-east-1',
  'us-west-2',
  'ap-southeast-1',
];

/** Share of the cells that are canary, and that are early; at least one of each. */
const canary = 0.01;
const early = 0.1;

const ringOf = (index: number, cells: number): Ring => {
  const canaries = Math.ceil(cells * canary);
  if (index < canaries) return 'canary';
  return index < canaries + Math.ceil(cells * early) ? 'early' : 'general';
};

const number = (index: number) => String(index + 1).padStart(2, '0');

/** The fleet and its stacks: flows in the base's accounts, tenants in as many further accounts as they need. */
export function fleetOfSize(
  base: LoadedEnvironment,
  { tenants, cellSize, poolQuota }: Size,
): { accounts: number; cells: number; stacks: PlacedStack[]; environment: Environment } {
  const many = Math.ceil(tenants / cellSize);
  const cellsInAccount = Math.max(1, Math.floor(poolQuota / cellSize));
  const cells: Environment['cells'] = {};
  const accounts = Object.fromEntries(
    Object.entries(base.environment.accounts).filter(([, { flows }]) => flows.length > 0),
  );
  for (let index = 0; index < many; index++) {
    const account = `cells-${number(Math.floor(index / cellsInAccount))}`;
    accounts[account] = { id: '000000000000', flows: [] };
    cells[`cell-${number(index)}`] = {
      account,
      regions,
      ring: ringOf(index, many),
      capacity: cellSize,
    };
  }
  const environment: Environment = { ...base.environment, regions, accounts, cells };
  const placed = Array.from({ length: tenants }, (_, index) => {
    const cell = `cell-${number(Math.floor(index / cellSize))}`;
    return { id: `t${index}`, cells: Object.fromEntries(regions.map((region) => [region, cell])) };
  });
  const stacks = placementOf({ environment, tenants: placed });
  return { accounts: Object.keys(accounts).length, cells: many, stacks, environment };
}
