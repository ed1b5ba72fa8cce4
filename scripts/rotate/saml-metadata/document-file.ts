import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A provider's document in the environment's folder. */
export interface DocumentFile {
  read(): string;
  /** Atomic: if killed, it leaves only a hidden file beside the document, which nothing reads. */
  write(text: string): void;
}

export function documentFile(root: string, path: string): DocumentFile {
  const file = join(root, path);
  return {
    read: () => readFileSync(file, 'utf8'),
    write(text) {
      const fresh = join(dirname(file), `.${process.pid}.new`);
      try {
        writeFileSync(fresh, text, { flush: true });
        renameSync(fresh, file);
      } finally {
        rmSync(fresh, { force: true });
      }
    },
  };
}
