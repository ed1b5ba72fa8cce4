import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Tombstone, tombstoneFileSchema } from '../../../environments/schema';
import { usageError } from '../../cli/errors';

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

/** What a tenant's tombstone says while the tenant is still there. */
export interface Leaving {
  /** A day (UTC), before which nothing is destroyed. */
  keepUntil: string;
  /** Why it is kept whatever the date; null under no legal hold. */
  hold: string | null;
}

/** Whether, and until when, a tenant that leaves is kept. */
export function leavingOf(root: string, environment: string, tenant: string): Leaving | null {
  const tombstone = readTombstone(root, environment, tenant);
  return tombstone ? { keepUntil: tombstone.keepUntil, hold: tombstone.hold ?? null } : null;
}

/** The same in words. */
export const leavingText = ({ keepUntil, hold }: Leaving): string =>
  `leaving, kept until ${keepUntil}${hold === null ? '' : ', under a legal hold'}`;
