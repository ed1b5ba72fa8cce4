import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';

/** The zips uploaded in this run, by content: Lambda's `CodeSha256`. moto keeps a copy too, but doesn't return it. */
export class CodeStore {
  private readonly zips = new Map<string, Buffer>();
  private readonly folders = new Map<string, string>();

  /** Stores a zip and returns its base64 SHA-256. */
  keep(zip: Buffer): string {
    const hash = createHash('sha256').update(zip).digest('base64');
    this.zips.set(hash, zip);
    return hash;
  }

  /** Folder of the unpacked zip; undefined if it was never uploaded. */
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

  /** Removes the unpacked zips. */
  clear(): void {
    for (const folder of this.folders.values()) rmSync(folder, { recursive: true, force: true });
    this.folders.clear();
  }
}

/** Unpacks into a new temporary folder. Throws if an entry's path leads outside it. */
function unpack(zip: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-lambda-'));
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    const path = resolve(folder, name);
    if (!path.startsWith(folder + sep)) throw new Error(`zip entry ${name} points outside the zip`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}
