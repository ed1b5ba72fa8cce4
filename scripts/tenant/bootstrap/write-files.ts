import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TextFile } from '../../../environments/schema';
import { registerIfKept } from '../register-ids';
import type { Wanted } from '../request/wanted';

/** Writes a file whole or not at all. A hidden name beside it, which nothing reads, is what a kill leaves. */
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

/** Writes all files of one new folder, or none. Where a killed run has left it, it is whole. */
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
 * Writes the files of new tenants, and then registers the ids of all. A file without its id in the register is what a kill
 * leaves, and the same command mends it; an id without its file would be a tenant that has vanished, for ever. Policies
 * come before their tenant's file: no tenant is there without them.
 * @returns paths of the files that it wrote
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
