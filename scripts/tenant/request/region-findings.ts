import type { Finding } from '../../../environments/loading/finding';
import { suggest } from '../../../environments/loading/suggest';
import type { Environment } from '../../../environments/schema';
import type { DraftValues } from './draft';

/** Reports regions and a cell that the environment does not have. */
export function regionFindings(
  environment: Pick<Environment, 'regions' | 'cells'>,
  { regions, cell }: Pick<DraftValues, 'regions' | 'cell'>,
): Omit<Finding, 'file'>[] {
  const foreign = regions.flatMap((region, index) =>
    environment.regions.includes(region)
      ? []
      : [
          {
            path: ['regions', index],
            message: 'the environment is not in this region',
            remedy: suggest(region, environment.regions),
          },
        ],
  );
  const cells = Object.keys(environment.cells);
  if (cell === undefined || cells.includes(cell)) return foreign;
  const message = 'the environment has no such cell';
  return [...foreign, { path: ['cell'], message, remedy: suggest(cell, cells) }];
}
