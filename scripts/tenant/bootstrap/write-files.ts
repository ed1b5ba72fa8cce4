import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TextFile } from '../../../environments/schema';
import { registerIfKept } from '../register-ids';
import type { Wanted } from '../request/wanted';

/** Writes a file atomically. If killed, it leaves only a hidden file beside it, which nothing reads. */
function writeWhole(root: string, { path, text }: TextFile): void {
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

/** Writes all files of a new folder, or none. A folder left by a killed run is complete. */
function writeFolder(root: string, files: readonly TextFile[]): void {
  const [first] = files;
  const folder = first && join(root, dirname(first.path));
  if (!folder || existsSync(folder)) return;
  const fresh = join(dirname(folder), `.${process.pid}.new`);
  mkdirSync(fresh, { recursive: true });
  try {
    for (const { path, text } of files) writeFileSync(join(fresh, basename(path)), text, { flush: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Writes the files of new tenants, then registers all their ids. If killed in between, it leaves a file without a registered
 * id, which the same command repairs; an id without a file would count as a vanished tenant for good. Policies are written
 * before their tenant's file: no tenant exists without them.
 * @returns paths of the files written
 */
export function writeTenants(root: string, environment: string, wanted: readonly Wanted[]): string[] {
  const written = wanted.flatMap(({ file, policies = [] }) => {
    writeFolder(root, policies);
    if (file) writeWhole(root, file);
    return [...(file ? [file] : []), ...policies];
  });
  registerIfKept(
    root,
    environment,
    wanted.map(({ tenant }) => tenant.id),
  );
  return written.map(({ path }) => path);
}
