import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandResult, Context } from '../../cli/context';
import { usageError } from '../../cli/errors';
import type { CommonFlags } from '../../cli/flags';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { eachPart } from '../offboard/export-tenant';
import { readTombstone, tombstoneFile } from '../offboard/tombstone';

/** Flags of `fleet tenant export`. */
export interface ExportFlags extends CommonFlags {
  env?: string;
  open?: string;
}

/** `fleet tenant export --open`: decrypts a tenant's export into a new folder, and verifies every hash on the way. */
export async function openExport(context: Context, id: string, flags: ExportFlags): Promise<CommandResult> {
  const { root } = context.workspace;
  const { environment } = pickEnvironment(validConfiguration(root), flags.env);
  const tombstone = readTombstone(root, environment.name, id);
  if (!tombstone)
    throw usageError(
      `${id} has no export: there is no ${tombstoneFile(environment.name, id)}`,
      `a tenant is exported as it leaves: npx fleet tenant offboard ${id} --env ${environment.name}`,
    );
  if (!flags.open)
    throw usageError('no folder is named', 'add --open with a new folder, which only you can read');
  const folder = resolve(flags.open);
  if (existsSync(folder)) throw usageError(`${folder} is there already`, 'name a new folder');
  const regions: { region: string; parts: number; items: number }[] = [];
  for (const exported of tombstone.exports) {
    const inside = join(folder, exported.region);
    mkdirSync(inside, { recursive: true, mode: 0o700 });
    const found = { region: exported.region, parts: 0, items: 0 };
    await eachPart(environment, exported, ({ name, items }) => {
      // A name is a file's, whatever somebody has called a group.
      const file = join(inside, `${encodeURIComponent(name)}.json`);
      writeFileSync(file, `${JSON.stringify(items, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      found.parts++;
      found.items += items.length;
    });
    regions.push(found);
  }
  return {
    data: { environment: environment.name, tenant: id, folder, regions },
    text: [
      ...regions.map(
        ({ region, parts, items }) => `${region}: ${parts} parts, ${items} items, every hash fits`,
      ),
      `they are in the clear in ${folder}: remove them when you are done`,
    ].join('\n'),
  };
}
