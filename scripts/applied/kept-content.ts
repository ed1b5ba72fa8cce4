import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { StateStore } from '../aws/state-store';
import { failure } from '../cli/errors';
import { filesOf } from './content-hash';

/** A stack's synthesized content, kept beside its state. Never contains a secret. */
export interface KeptContent {
  version: 1;
  stack: string;
  /** Its content hash. */
  content: string;
  /** Path in the stack's folder → the file, gzipped, as base64. */
  files: Readonly<Record<string, string>>;
}

/** Two per stack: the last applied content and, for rollback, the one before. */
const keysOf = (stateKey: string) => ({
  last: stateKey.replace(/[^/]+$/, 'content.json'),
  before: stateKey.replace(/[^/]+$/, 'content.before.json'),
});

function parse(text: string | undefined): KeptContent | undefined {
  if (text === undefined) return undefined;
  try {
    const kept: KeptContent = JSON.parse(text);
    return kept.version === 1 ? kept : undefined;
  } catch {
    return undefined;
  }
}

async function put(store: StateStore, key: string, text: string): Promise<void> {
  // Only the holder of the stack's lock gets here.
  if (!(await store.write(key, text, await store.etagOf(key))))
    throw failure(`s3://${store.bucket}/${key} was written by another process at the same time`, 'run again');
}

/**
 * Keeps the content just applied, and the one applied before it.
 * @param folder the stack's synthesized folder
 * @param content its content hash
 */
export async function keepContent(
  store: StateStore,
  stateKey: string,
  { stack, folder, content }: { stack: string; folder: string; content: string },
): Promise<void> {
  const keys = keysOf(stateKey);
  const last = await store.read(keys.last);
  if (parse(last?.text)?.content === content) return;
  if (last) await put(store, keys.before, last.text);
  const files = filesOf(folder).map((name) => [
    name,
    gzipSync(readFileSync(join(folder, name))).toString('base64'),
  ]);
  const kept: KeptContent = { version: 1, stack, content, files: Object.fromEntries(files) };
  await put(store, keys.last, JSON.stringify(kept));
}

/** A stack's content with this hash; undefined if it is no longer kept. */
export async function keptContent(
  store: StateStore,
  stateKey: string,
  content: string,
): Promise<KeptContent | undefined> {
  for (const key of Object.values(keysOf(stateKey))) {
    const kept = parse((await store.read(key))?.text);
    if (kept?.content === content) return kept;
  }
  return undefined;
}

/** Writes kept content into a folder, as it was synthesized. */
export function writeContent({ files }: KeptContent, folder: string): void {
  for (const [name, packed] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, gunzipSync(Buffer.from(packed, 'base64')));
  }
}
