import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding';

/** The file's bytes, or why there are none. */
export function readBytes(root: string, file: string): Buffer | Finding {
  try {
    return readFileSync(join(root, file));
  } catch (error) {
    const message = `cannot be read: ${(error as NodeJS.ErrnoException).code}`;
    return { file, path: [], message, remedy: 'make it a readable file, or remove it' };
  }
}

/** The text of a file in UTF-8, as it stands there, or why there is none. */
export function readText(root: string, file: string): string | Finding {
  const bytes = readBytes(root, file);
  if (!Buffer.isBuffer(bytes)) return bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { file, path: [], message: 'is not encoded in UTF-8', remedy: 'save it as UTF-8' };
  }
}
