import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a tenant's file whole or not at all. A hidden name beside it, which nothing reads, is what a kill leaves. */
export function writeTenantFile(root: string, { path, text }: { path: string; text: string }): void {
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
