import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { StateStore } from '../aws/state-store';
import { failure } from '../cli/errors';
import { filesOf } from './content-hash';

/** What a stack was synthesized to, as it is kept beside its state. No secret is ever in it. */
export interface KeptContent {
  version: 1;
  stack: string;
  /** Its content hash. */
  content: string;
  /** Path in the stack's folder → the file, gzipped, in base64. */
  files: Readonly<Record<string, string>>;
}

/** Two a stack: what was applied last and, to go back to, what was applied before. */
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
  // Whoever holds the stack's lock is alone here.
  if (!(await store.write(key, text, await store.etagOf(key))))
    throw failure(`somebody else has written s3://${store.bucket}/${key} at the same time`, 'run again');
}

/**
 * Keeps what was just applied, and what was applied before it.
 * @param folder that the stack was synthesized to
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

/** What a stack was synthesized to when it had this content hash; undefined when that is no longer kept. */
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

/** Writes a stack's files into a folder, as it was synthesized then. */
export function writeContent({ files }: KeptContent, folder: string): void {
  for (const [name, packed] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, gunzipSync(Buffer.from(packed, 'base64')));
  }
}
