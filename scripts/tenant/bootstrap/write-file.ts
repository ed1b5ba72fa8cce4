import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { registerId } from '../register-ids';

/** Writes a tenant's file whole or not at all. A hidden name beside it, which nothing reads, is what a kill leaves. */
export function writeTenantFile(root: string, { path, text }: { path: string; text: string }): void {
  const file = join(root, path);
  const folder = dirname(file);
  const fresh = join(folder, `.${process.pid}.new`);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(fresh, text, { flush: true });
    renameSync(fresh, file);
    registerId(root, basename(dirname(dirname(file))), basename(file, '.json'));
  } finally {
    rmSync(fresh, { force: true });
  }
}
