/** Caches what is generated from some content, for as long as that content does not change. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Caches bytes under everything that they were made from. */
export interface ContentCache {
  /** Key of what is made from this content: JSON that includes everything the result depends on. */
  key(content: unknown): string;
  read(key: string): Buffer | undefined;
  write(key: string, bytes: Uint8Array): void;
}

/** Text of every file below some folders of the project: code that determines what is made. */
const sources = (root: string, folders: readonly string[]): [string, string][] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path): [string, string] => [path.slice(root.length), readFileSync(path, 'utf8')]),
  );

/**
 * A cache in `<root>/.fleet/cache/<name>`. Every key covers the text of `code`, folders of the project whose code makes
 * what is cached, and the installed packages. Writing fails silently: a read-only folder only costs time.
 */
export function contentCache(root: string, name: string, code: readonly string[]): ContentCache {
  const folder = join(root, '.fleet', 'cache', name);
  const packages = readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8');
  const maker = createHash('sha256')
    .update(JSON.stringify([packages, sources(root, code)]))
    .digest('hex');
  const file = (key: string) => join(folder, key);
  return {
    key: (content) =>
      createHash('sha256')
        .update(JSON.stringify([maker, content]))
        .digest('hex'),
    read(key) {
      try {
        return readFileSync(file(key));
      } catch {
        return undefined;
      }
    },
    write(key, bytes) {
      try {
        mkdirSync(folder, { recursive: true });
        // Atomically: others may read it meanwhile.
        writeFileSync(`${file(key)}.${process.pid}`, bytes);
        renameSync(`${file(key)}.${process.pid}`, file(key));
      } catch {}
    },
  };
}
