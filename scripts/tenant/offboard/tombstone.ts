import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Tombstone, tombstoneFileSchema } from '../../../environments/schema';
import { usageError } from '../../cli/errors';
import { tenantFile } from '../tenant-file';

/** A tombstone's file, from the project's root. */
export const tombstoneFile = (environment: string, tenant: string): string =>
  `environments/${environment}/tombstones/${tenant}.json`;

/** Reads a tombstone; undefined where there is none. Throws a usage error for one that is not right. */
export function readTombstone(root: string, environment: string, tenant: string): Tombstone | undefined {
  const file = tombstoneFile(environment, tenant);
  if (!existsSync(join(root, file))) return undefined;
  const read = tombstoneFileSchema.safeParse(JSON.parse(readFileSync(join(root, file), 'utf8')));
  if (!read.success)
    throw usageError(`${file} is not as it has to be`, 'npx fleet check tells what is wrong with it');
  return read.data;
}

/** Writes a tombstone, whole or not at all. */
export function writeTombstone(root: string, environment: string, tombstone: Tombstone): void {
  const file = join(root, tombstoneFile(environment, tombstone.id));
  const fresh = join(dirname(file), `.${process.pid}.new`);
  mkdirSync(dirname(file), { recursive: true });
  const text = { ...tombstone, $schema: '../../tombstone.schema.json' as const };
  writeFileSync(fresh, `${JSON.stringify(text, null, 2)}\n`, { flush: true });
  renameSync(fresh, file);
}

/** Removes what configuration says of a tenant that has gone: its file, and the folder of its policies. */
export function removeTenantFiles(root: string, environment: string, tenant: string): void {
  const file = join(root, tenantFile(environment, tenant));
  rmSync(file.replace(/\.json$/, ''), { recursive: true, force: true });
  rmSync(file, { force: true });
}
