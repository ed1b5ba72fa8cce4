import type { DataKey } from '../../aws/state-key';
import type { StateStore } from '../../aws/state-store';
import { failure } from '../../cli/errors';
import { seal, sealHeader, unseal } from '../../plan-set/seal';
import {
  type Manifest,
  manifestKey,
  manifestText,
  neverExported,
  type PartEntry,
  partKey,
  sha256,
} from './manifest';
import type { Part } from './read-tenant';

/** The tenant, region and time of an export. */
export type ExportOf = Pick<
  Manifest,
  'environment' | 'tenant' | 'account' | 'region' | 'userPoolId' | 'exportedAt'
>;

const textOf = (of: ExportOf, { name, items }: Part): string =>
  // Binds a part to its export and name, so that none can be swapped for another.
  JSON.stringify({ tenant: of.tenant, region: of.region, exportedAt: of.exportedAt, name, items });

/**
 * Encrypts parts as they arrive, each into its own object. The manifest comes last: an export without one is
 * incomplete.
 * @param folder must be new
 * @returns SHA-256 of the manifest
 */
export async function sealParts(
  store: StateStore,
  folder: string,
  of: ExportOf,
  key: DataKey,
  parts: AsyncIterable<Part>,
): Promise<{ manifest: string; parts: readonly PartEntry[] }> {
  const about = { environment: of.environment, account: of.account, key: key.sealed };
  const put = async (at: string, text: string) => {
    if (!(await store.write(at, text, undefined)))
      throw failure(`s3://${store.bucket}/${at} already exists`, 'run the same command again');
  };
  const entries: PartEntry[] = [];
  for await (const part of parts) {
    const plain = textOf(of, part);
    const sealed = seal(Buffer.from(plain), key.plain, about).toString('base64');
    await put(partKey(folder, part.name), sealed);
    entries.push({
      name: part.name,
      items: part.items.length,
      plain: sha256(plain),
      sealed: sha256(sealed),
    });
  }
  const text = manifestText({ version: 1, ...of, missing: neverExported, parts: entries });
  await put(manifestKey(folder), text);
  return { manifest: sha256(text), parts: entries };
}

/**
 * Opens an export part by part, checking each against the manifest, and the manifest against the tombstone. Throws at
 * the first part that is missing or altered.
 * @param expected SHA-256 of the manifest
 * @param open the state key
 */
export async function* openParts(
  store: StateStore,
  folder: string,
  expected: string,
  open: (sealed: string) => Promise<Uint8Array>,
): AsyncGenerator<Part> {
  const broken = (key: string, why: string) =>
    failure(
      `s3://${store.bucket}/${key} ${why}`,
      'the bucket keeps earlier versions of its objects for 90 days: restore the right one',
    );
  const read = async (key: string) => {
    const found = await store.read(key);
    if (!found) throw broken(key, 'is not there');
    return found.text;
  };
  const text = await read(manifestKey(folder));
  if (sha256(text) !== expected) throw broken(manifestKey(folder), 'is not the manifest that was written');
  const manifest: Manifest = JSON.parse(text);
  let key: { sealed: string; plain: Uint8Array } | undefined;
  for (const { name, sealed: hash, plain } of manifest.parts) {
    const at = partKey(folder, name);
    const object = await read(at);
    if (sha256(object) !== hash) throw broken(at, 'is not what was written');
    const sealed = Buffer.from(object, 'base64');
    const header = sealHeader(sealed);
    if (!header) throw broken(at, 'was never sealed');
    if (key?.sealed !== header.key) key = { sealed: header.key, plain: await open(header.key) };
    const opened = unseal(sealed, key.plain).toString();
    const content = JSON.parse(opened);
    if (sha256(opened) !== plain || content.name !== name || content.tenant !== manifest.tenant)
      throw broken(at, 'does not hold what its manifest says');
    yield { name, items: content.items };
  }
}
