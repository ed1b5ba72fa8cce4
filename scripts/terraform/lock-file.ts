import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `init` writes down which providers it chose. */
export const lockFile = '.terraform.lock.hcl';

const checksums = /^ {2}hashes = \[\n(?: {4}"[^"\n]*",\n)* {2}\]\n/gm;

/** A lock file's text without checksums. The versions stay. */
export const withoutChecksums = (text: string): string => text.replace(checksums, '');

/**
 * Takes the checksums out of a folder's lock file. For each that it finds, every command of Terraform reads the whole
 * provider, 700 MB, before it starts. `init` has just made them itself of what it found, so that they vouch for nothing
 * but that nobody has changed the provider since: `initialized.ts` sees that by the file's date, for nothing.
 */
export function dropChecksums(folder: string): void {
  const file = join(folder, lockFile);
  if (existsSync(file)) writeFileSync(file, withoutChecksums(readFileSync(file, 'utf8')));
}
