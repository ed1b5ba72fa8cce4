import type { LoadedEnvironment, Tenant } from '../../../environments/schema';
import { rolloutSchema } from '../../../environments/schema/rollout';
import staging from '../../../environments/staging';
import { smallFleet } from '../fleet/small-fleet';

export const regions = ['eu-central-1', 'eu-west-1'] as const;
export const name = 'staging';

/** An environment with only this many tenants, each in all of these regions, in one account. */
export function cellsOf(
  many: number,
  cellSize: number,
  regions: readonly string[],
  rollout: object,
): LoadedEnvironment {
  const small = smallFleet();
  const { tenants } = small;
  const { machine: _, ...environment } = small.environment;
  const cell = (index: number) => `cell-${String(Math.floor(index / cellSize) + 1).padStart(2, '0')}`;
  const template = tenants[0] as Tenant;
  const own = Array.from({ length: many }, (_, index): Tenant => {
    const id = `tenant-${String(index).padStart(4, '0')}`;
    const cells = Object.fromEntries(regions.map((region) => [region, cell(index)]));
    const url = `https://${id}.staging.northpay.example`;
    return { ...template, id, cells, callbackUrls: [`${url}/signed-in`], logoutUrls: [`${url}/`] };
  });
  const cells = [...new Set(own.map((_, index) => cell(index)))].map((one) => [
    one,
    { account: 'all', regions, ring: 'general', capacity: cellSize },
  ]);
  const databases = Object.fromEntries(
    Object.entries(staging.customer.databases).filter(([region]) => regions.includes(region)),
  );
  return {
    ...small,
    environment: {
      ...environment,
      regions: [...regions],
      accounts: { all: { id: '202020202020', flows: [] } },
      customer: { ...staging.customer, databases },
      cells: Object.fromEntries(cells),
      rollout: rolloutSchema.parse(rollout),
    } as LoadedEnvironment['environment'],
    tenants: own,
    services: [],
  };
}

/** The same in two regions. */
export const twoRegions = (many: number, cellSize: number, rollout: object): LoadedEnvironment =>
  cellsOf(many, cellSize, regions, rollout);
