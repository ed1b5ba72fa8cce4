import type { Finding } from '../loading/finding';
import { suggest } from '../loading/suggest';
import type { Environment } from '../schema';
import type { EnvironmentCheck } from './check';

type Wrong = Pick<Finding, 'value' | 'message' | 'remedy'> | undefined;

function wrong(regions: string[], cells: Environment['cells'], region: string, cell: string): Wrong {
  if (!regions.includes(region))
    return {
      value: region,
      message: 'the environment is not in this region',
      remedy: suggest(region, regions),
    };
  const there = Object.keys(cells).filter((name) => cells[name]?.regions.includes(region));
  if (there.includes(cell)) return undefined;
  return {
    value: cell,
    message: Object.hasOwn(cells, cell)
      ? `${cell} does not stand in ${region}`
      : 'the environment has no such cell',
    remedy: suggest(cell, there),
  };
}

/** A tenant lives in at least one region, in a cell that stands there. */
export const tenantPlacement: EnvironmentCheck = ({ environment: { regions, cells }, tenants }) =>
  tenants.flatMap(({ file, tenant }): Finding[] => {
    const placed = Object.entries(tenant.cells ?? {});
    if (tenant.cells && placed.length === 0)
      return [
        {
          file,
          path: ['cells'],
          message: 'the tenant is in no region',
          remedy: 'name a cell in at least one region, such as "eu-central-1": "cell-01"',
        },
      ];
    if (!regions || !cells) return [];
    return placed.flatMap(([region, cell]) => {
      const found = cell && wrong(regions, cells, region, cell);
      return found ? [{ file, path: ['cells', region], ...found }] : [];
    });
  });
