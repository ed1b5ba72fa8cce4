import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App } from 'cdktf';
import { loadEnvironments } from '../../environments/load';
import type { LoadedEnvironment } from '../../environments/schema';
import { catalogue } from '../../functions/catalogue';
import { buildStacks } from '../../main';
import { stackWriter } from '../../stacks/synthesis/synthesize';
import { zip } from '../stacks/synthesized';

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

/** Runs with a new folder that is gone afterwards. */
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

/** What main.ts writes for these environments; the functions' zips are stand-ins. */
const write = <T>(environments: readonly LoadedEnvironment[], read: (outdir: string) => T): T =>
  inTemporaryFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    const zips = new Map(catalogue.map(({ name }) => [name, zip(name)]));
    const writer = stackWriter(app);
    for (const loaded of environments)
      for (const stack of buildStacks(app, loaded, zips)) writer.write(stack);
    writer.finish();
    return read(outdir);
  });

/** CDKTF's manifest: every stack by its id, with the ids of those that it depends on. */
export const manifestOf = (
  ...environments: LoadedEnvironment[]
): Record<string, { dependencies: string[] }> =>
  write(environments, (outdir) => JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')).stacks);

/** Every stack by its id. */
export const synthesize = (...environments: LoadedEnvironment[]): Map<string, Stack> =>
  write(environments, (outdir) => {
    const { stacks } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
    return new Map(
      Object.keys(stacks).map((id) => {
        const text = readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8');
        return [id, { id, text, json: JSON.parse(text) }];
      }),
    );
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

export interface Resource {
  stack: Stack;
  type: string;
  /** `<type>.<name>` */
  address: string;
  block: Json;
}

/** All resources of some stacks, of one type if one is named. */
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

/** Every string in a JSON value, with the key under which it stands. */
export function* strings(value: Json, key = ''): Generator<{ key: string; text: string }> {
  if (typeof value === 'string') yield { key, text: value };
  else if (Array.isArray(value)) for (const item of value) yield* strings(item, key);
  else if (value && typeof value === 'object')
    for (const [name, item] of Object.entries(value)) yield* strings(item, name);
}
