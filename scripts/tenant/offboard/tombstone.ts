import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Tombstone, tombstoneFileSchema } from '../../../environments/schema';
import { usageError } from '../../cli/errors';

/** Path of a tombstone, relative to the project's root. */
export const tombstoneFile = (environment: string, tenant: string): string =>
  `environments/${environment}/tombstones/${tenant}.json`;

/** Reads a tombstone; undefined if there is none. Throws a usage error if it is invalid. */
export function readTombstone(root: string, environment: string, tenant: string): Tombstone | undefined {
  const file = tombstoneFile(environment, tenant);
  if (!existsSync(join(root, file))) return undefined;
  const read = tombstoneFileSchema.safeParse(JSON.parse(readFileSync(join(root, file), 'utf8')));
  if (!read.success) throw usageError(`${file} is invalid`, 'npx fleet check says what is wrong with it');
  return read.data;
}

/** Writes a tombstone atomically. */
export function writeTombstone(root: string, environment: string, tombstone: Tombstone): void {
  const file = join(root, tombstoneFile(environment, tombstone.id));
  const fresh = join(dirname(file), `.${process.pid}.new`);
  mkdirSync(dirname(file), { recursive: true });
  const text = { ...tombstone, $schema: '../../tombstone.schema.json' as const };
  writeFileSync(fresh, `${JSON.stringify(text, null, 2)}\n`, { flush: true });
  renameSync(fresh, file);
}

/** What a tombstone says about a tenant that still exists. */
export interface Leaving {
  /** A day (UTC); nothing is destroyed before it. */
  keepUntil: string;
  /** Why it is kept beyond that date; null if under no legal hold. */
  hold: string | null;
}

/** Whether, and until when, a departing tenant is kept. */
export function leavingOf(root: string, environment: string, tenant: string): Leaving | null {
  const tombstone = readTombstone(root, environment, tenant);
  return tombstone ? { keepUntil: tombstone.keepUntil, hold: tombstone.hold ?? null } : null;
}

/** The same as text. */
export const leavingText = ({ keepUntil, hold }: Leaving): string =>
  `leaving, kept until ${keepUntil}${hold === null ? '' : ', under a legal hold'}`;
