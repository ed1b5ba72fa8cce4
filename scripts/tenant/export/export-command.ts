import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Environment, Tombstone } from '../../../environments/schema';
import type { CommandResult, Context } from '../../cli/context';
import { usageError } from '../../cli/errors';
import type { CommonFlags } from '../../cli/flags';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import { eachPart } from '../offboard/export-tenant';
import { day } from '../offboard/offboard';
import { readTombstone, tombstoneFile } from '../offboard/tombstone';
import { deleteExport } from './delete-export';

/** Flags of `fleet tenant export`. */
export interface ExportFlags extends CommonFlags {
  env?: string;
  open?: string;
  delete?: boolean;
  yes?: boolean;
}

/** `fleet tenant export`: decrypts or deletes a tenant's export. */
export async function exportCommand(
  context: Context,
  id: string,
  flags: ExportFlags,
): Promise<CommandResult> {
  const { root } = context.workspace;
  const loaded = pickEnvironment(validConfiguration(root), flags.env);
  const { environment } = loaded;
  const tombstone = readTombstone(root, environment.name, id);
  if (!tombstone)
    throw usageError(
      `${id} has no export: there is no ${tombstoneFile(environment.name, id)}`,
      `a tenant is exported when it leaves: npx fleet tenant offboard ${id} --env ${environment.name}`,
    );
  const { exportDeletedAt } = tombstone;
  if (exportDeletedAt) {
    const text = `the export of ${id} was deleted on ${day(new Date(exportDeletedAt))}`;
    if (!flags.delete) throw usageError(text);
    return { data: { environment: environment.name, tenant: id, exportDeletedAt }, text };
  }
  if (flags.open !== undefined && flags.delete)
    throw usageError('it can be opened or deleted, not both', 'open it first, then delete it');
  if (flags.delete) return deleteExport(context, loaded, tombstone, flags);
  if (!flags.open)
    throw usageError(
      'no folder is named',
      'add --open with a new folder, which only you can read; or --delete',
    );
  return openExport(environment, tombstone, flags.open);
}

/** Decrypts an export into a new folder, verifying every hash. */
async function openExport(
  environment: Environment,
  { id, exports }: Tombstone,
  to: string,
): Promise<CommandResult> {
  const folder = resolve(to);
  if (existsSync(folder)) throw usageError(`${folder} already exists`, 'name a new folder');
  const regions: { region: string; parts: number; items: number }[] = [];
  for (const exported of exports) {
    const inside = join(folder, exported.region);
    mkdirSync(inside, { recursive: true, mode: 0o700 });
    const found = { region: exported.region, parts: 0, items: 0 };
    await eachPart(environment, exported, ({ name, items }) => {
      // Group names may contain characters that are not safe in a file name.
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
        ({ region, parts, items }) => `${region}: ${parts} parts, ${items} items, every hash matches`,
      ),
      `they are in the clear in ${folder}: remove them when you are done`,
    ].join('\n'),
  };
}
