import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';

/**
 * The zips that were uploaded in this run, by what they hold: Lambda's `CodeSha256`. moto keeps a copy too,
 * but gives none back.
 */
export class CodeStore {
  private readonly zips = new Map<string, Buffer>();
  private readonly folders = new Map<string, string>();

  /** Keeps a zip and returns its base64 SHA-256. */
  keep(zip: Buffer): string {
    const hash = createHash('sha256').update(zip).digest('base64');
    this.zips.set(hash, zip);
    return hash;
  }

  /** Folder of the unpacked zip; undefined when no such zip was uploaded. */
  unpacked(hash: string): string | undefined {
    const zip = this.zips.get(hash);
    if (!zip) return undefined;
    let folder = this.folders.get(hash);
    if (!folder) {
      folder = unpack(zip);
      this.folders.set(hash, folder);
    }
    return folder;
  }

  /** Removes what was unpacked. */
  clear(): void {
    for (const folder of this.folders.values()) rmSync(folder, { recursive: true, force: true });
    this.folders.clear();
  }
}

/** Unpacks into a new temporary folder. Throws on an entry that points out of it. */
function unpack(zip: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-lambda-'));
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep)) throw new Error(`zip entry ${name} points out of the zip`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}
