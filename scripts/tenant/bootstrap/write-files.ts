import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { registerIfKept } from '../register-ids';
import type { Wanted } from '../request/wanted';

/** Writes a file whole or not at all. A hidden name beside it, which nothing reads, is what a kill leaves. */
function writeWhole(root: string, { path, text }: { path: string; text: string }): void {
  const file = join(root, path);
  const folder = dirname(file);
  const fresh = join(folder, `.${process.pid}.new`);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(fresh, text, { flush: true });
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
}

/**
 * Writes the files of new tenants, and then registers the ids of all. A file without its id in the register is what a kill
 * leaves, and the same command mends it; an id without its file would be a tenant that has vanished, for ever.
 * @returns paths of the files that it wrote
 */
export function writeTenants(root: string, environment: string, wanted: readonly Wanted[]): string[] {
  const files = wanted.flatMap(({ file }) => file ?? []);
  for (const file of files) writeWhole(root, file);
  registerIfKept(
    root,
    environment,
    wanted.map(({ tenant }) => tenant.id),
  );
  return files.map(({ path }) => path);
}
