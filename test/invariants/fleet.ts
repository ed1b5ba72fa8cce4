import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { type ContentCache, contentCache } from '../../content-cache';
import { loadEnvironments } from '../../environments/load';
import type { LoadedEnvironment } from '../../environments/schema';
import { everyOption } from '../stacks/every-option';

export const root = join(__dirname, '../..');

/** Every file under a folder, by its path relative to it, sorted. */
export function filesOf(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]));
}

/** Every file by its SHA-256: jest compares buffers byte by byte, which takes minutes for a whole synthesis. */
export const hashesOf = (files: ReadonlyMap<string, Buffer>): Map<string, string> =>
  new Map([...files].map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')]));

/** Runs with a new folder that is removed afterwards. */
export function inTemporaryFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-test-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has no types of its own.
type Json = any;

export interface Stack {
  id: string;
  /** `cdk.tf.json` as it was written. */
  text: string;
  json: Json;
}

/** What CDKTF's assets do when they are written. */
interface Copying {
  _onSynthesize(): void;
}

interface Written {
  /** CDKTF's manifest: every stack by its id, with the ids of those that it depends on. */
  manifest: Record<string, { dependencies: string[] }>;
  texts: [id: string, text: string][];
}

/** What main.ts writes for an environment; the functions' zips are stand-ins. */
const write = (environment: LoadedEnvironment): Written =>
  inTemporaryFolder((outdir) => {
    // CDKTF and all stacks: loaded only if there is something to write.
    const { App, TerraformAsset } = require('cdktf') as typeof import('cdktf');
    const { catalogue } = require('../../functions/catalogue') as typeof import('../../functions/catalogue');
    const { buildStacks } = require('../../main') as typeof import('../../main');
    const { stackWriter } =
      require('../../stacks/synthesis/synthesize') as typeof import('../../stacks/synthesis/synthesize');
    const { zip } = require('../stacks/synthesized') as typeof import('../stacks/synthesized');
    const app = new App({ outdir, stackTraces: false });
    const zips = new Map(catalogue.map(({ name }) => [name, zip(name)]));
    const writer = stackWriter(app);
    // Nothing reads the stand-ins, and copying them for each stack is most of the disk's work.
    const copied = jest.spyOn(TerraformAsset.prototype as unknown as Copying, '_onSynthesize');
    copied.mockImplementation(() => {});
    for (const stack of buildStacks(app, environment, zips)) writer.write(stack);
    writer.finish();
    copied.mockRestore();
    const { stacks: manifest } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
    const text = (id: string) => readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8');
    return { manifest, texts: Object.keys(manifest).map((id) => [id, text(id)]) };
  });

const loaded = loadEnvironments(root);

/** The environments that the project really has. */
export const realEnvironments: readonly LoadedEnvironment[] = loaded.environments;

/** One of them, by name. */
export function realEnvironment(name: string): LoadedEnvironment {
  const found = realEnvironments.find(({ environment }) => environment.name === name);
  if (!found) throw new Error(`no environment ${name}: ${JSON.stringify(loaded.problems)}`);
  return found;
}

let kept: ContentCache | undefined;

/**
 * The same from the cache, if the current code has already written it. A dozen test files look at the same few
 * environments: only those are cached.
 */
function written(environment: LoadedEnvironment): Written {
  if (environment !== everyOption && !realEnvironments.includes(environment)) return write(environment);
  kept ??= contentCache(root, 'test-synthesis', ['environments', 'functions', 'stacks']);
  const others = [join(root, 'main.ts'), join(root, 'test/stacks/synthesized.ts'), __filename];
  const key = kept.key([others.map((path) => readFileSync(path, 'utf8')), environment]);
  const known = kept.read(key);
  if (known) return JSON.parse(inflateSync(known).toString());
  const fresh = write(environment);
  kept.write(key, deflateSync(JSON.stringify(fresh)));
  return fresh;
}

export const manifestOf = (environment: LoadedEnvironment): Written['manifest'] =>
  written(environment).manifest;

/** Every stack of an environment by its id. */
export const synthesize = (environment: LoadedEnvironment): Map<string, Stack> =>
  new Map(written(environment).texts.map(([id, text]) => [id, { id, text, json: JSON.parse(text) }]));

export interface Resource {
  stack: Stack;
  type: string;
  /** `<type>.<name>` */
  address: string;
  block: Json;
}

/** All resources of some stacks, of one type if given. */
export const resourcesOf = (stacks: Iterable<Stack>, type?: string): Resource[] =>
  [...stacks].flatMap((stack) =>
    Object.entries<Json>(stack.json.resource ?? {})
      .filter(([kind]) => type === undefined || kind === type)
      .flatMap(([kind, named]) =>
        Object.entries<Json>(named).map(([name, block]) => ({
          stack,
          type: kind,
          address: `${kind}.${name}`,
          block,
        })),
      ),
  );

/** Every string in a JSON value, with its key. */
export function* strings(value: Json, key = ''): Generator<{ key: string; text: string }> {
  if (typeof value === 'string') yield { key, text: value };
  else if (Array.isArray(value)) for (const item of value) yield* strings(item, key);
  else if (value && typeof value === 'object')
    for (const [name, item] of Object.entries(value)) yield* strings(item, name);
}
