import { readFileSync } from 'node:fs';
import { usageError } from '../../cli/errors';

/** Bytes: ten thousand tenants take about two million. */
const largest = 20_000_000;

/** The text of a file from the user: UTF-8, with line feeds, without a byte-order mark. Throws a usage error. */
export function readSource(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw usageError(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      'name a file of tenants',
    );
  }
  if (bytes.length > largest)
    throw usageError(`${file} is too big: ${bytes.length} bytes`, `split it: at most ${largest} bytes each`);
  try {
    // Strips the byte-order mark, which spreadsheets write.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n');
  } catch {
    throw usageError(`${file} is not encoded in UTF-8`, 'save it as UTF-8; Excel calls that "CSV UTF-8"');
  }
}
