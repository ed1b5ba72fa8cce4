import type { Finding } from '../loading/finding';
import { suggest } from '../loading/suggest';
import type { EnvironmentCheck, EnvironmentFile } from './check';
import { foreignRegion } from './foreign-region';

type Wrong = Pick<Finding, 'value' | 'message' | 'remedy' | 'cause'> | undefined;

function wrong(
  { file, environment: { regions, cells } }: EnvironmentFile,
  region: string,
  cell: string,
): Wrong {
  if (!regions || !cells) return undefined;
  if (!regions.includes(region))
    return {
      value: region,
      cause: foreignRegion(file, region),
      message: 'the environment is not in this region',
      remedy: suggest(region, regions),
    };
  const there = Object.keys(cells).filter((name) => cells[name]?.regions.includes(region));
  if (there.includes(cell)) return undefined;
  return {
    value: cell,
    cause: `${file}: ${Object.hasOwn(cells, cell) ? `${cell} in ${region}` : cell}`,
    message: Object.hasOwn(cells, cell) ? `${cell} is not in ${region}` : 'the environment has no such cell',
    remedy: suggest(cell, there),
  };
}

/** A tenant is in at least one region, in a cell that exists there. */
export const tenantPlacement: EnvironmentCheck = (environment) =>
  environment.tenants.flatMap(({ file, tenant }): Finding[] => {
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
    return placed.flatMap(([region, cell]) => {
      const found = cell && wrong(environment, region, cell);
      return found ? [{ file, path: ['cells', region], ...found }] : [];
    });
  });
