import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `init` records the chosen providers. */
export const lockFile = '.terraform.lock.hcl';

const checksums = /^ {2}hashes = \[\n(?: {4}"[^"\n]*",\n)* {2}\]\n/gm;

/** A lock file's text without checksums, but with versions. */
export const withoutChecksums = (text: string): string => text.replace(checksums, '');

/**
 * Removes the checksums from a folder's lock file. With them, every Terraform command reads the whole provider,
 * 700 MB per checksum, before it starts. `init` has just computed them from what it found, so they only prove
 * that the provider has not changed since, which `initialized.ts` detects from the file's date at no cost.
 */
export function dropChecksums(folder: string): void {
  const file = join(folder, lockFile);
  if (existsSync(file)) writeFileSync(file, withoutChecksums(readFileSync(file, 'utf8')));
}
