import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandResult, Context } from '../cli/context';
import { duration } from '../cli/duration';
import { usageError } from '../cli/errors';
import type { CommonFlags } from '../cli/flags';
import { table } from '../cli/table';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { document } from './document';
import { mostCells } from './fleet';
import { plot } from './plot';
import { quickest, runnersThatHelp, type ScaleRow, scale } from './scale';

/** Flags of `fleet scale`. */
export interface ScaleFlags extends CommonFlags {
  env?: string;
  tenants: number[];
  cellSize: number;
  poolQuota: number;
  parallel: number;
  /** Folder for the page and its plot. */
  out?: string;
}

const text = (rows: readonly ScaleRow[]): string =>
  table(
    [
      'tenants',
      'accounts',
      'cells',
      'stacks',
      'from scratch',
      'machines that help',
      'a change',
      'one tenant',
    ],
    rows.map(({ tenants, accounts, cells, stacks, first, change, oneTenant }) => [
      tenants,
      accounts,
      cells,
      stacks,
      `${duration(first[0]?.seconds ?? 0)}, at best ${duration(quickest(first))}`,
      runnersThatHelp(first),
      `${duration(change[0]?.seconds ?? 0)}, at best ${duration(quickest(change))}`,
      duration(oneTenant),
    ]),
  );

/** `fleet scale`: simulates, without AWS; `--out` writes the page. Throws a usage error. */
export async function scaleCommand(
  { workspace: { root } }: Pick<Context, 'workspace'>,
  { env, tenants, cellSize, poolQuota, parallel, out }: ScaleFlags,
): Promise<CommandResult> {
  const base = pickEnvironment(validConfiguration(root), env);
  const tooMany = tenants.filter((many) => many / cellSize > mostCells);
  if (tooMany.length > 0)
    throw usageError(
      `${tooMany.join(', ')} tenants in cells of ${cellSize} need more than the ${mostCells} cells that an environment can have`,
      'use larger cells: --cell-size',
    );
  const options = { tenants, cellSize, poolQuota, parallel };
  const rows = await scale(base, options);
  if (out) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'scale.md'), document(rows, { ...options, env: base.environment.name }));
    writeFileSync(join(out, 'scale.svg'), plot(rows));
  }
  return { data: { environment: base.environment.name, ...options, rows }, text: text(rows) };
}
