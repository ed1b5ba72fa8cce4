/**
 * Makes each function's zip. The same sources give the same bytes on any machine, in any folder, time zone and
 * umask, because Terraform compares the zip's hash: anything else would be a change in every plan.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { type AuthorizerRoute, authorizer, type BundledFunction, catalogue } from './catalogue';

const root = join(__dirname, '..');

/** One function as JavaScript, with the paths of the files whose code is in it, relative to the project, sorted. */
export interface Compiled {
  code: Uint8Array;
  inputs: string[];
}

/** Variables of the environment that are constants in the bundle. */
type Constants = Readonly<Record<string, string>>;

/** What esbuild wrote for one entry, and from what. */
type Output = Metafile['outputs'][string];

const kept = ({ inputs }: Output) =>
  Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path)
    .sort();

/**
 * Compiles each `functions/<name>/handler.ts` with all it imports into one CommonJS file for `nodejs22.x`; all at once,
 * since most of what they import is the same. Minified, so that no path of this machine stands in a comment or a module
 * key. Throws esbuild's error, which names file and line, if a source does not compile.
 */
function compileAll(names: readonly string[], constants: Constants = {}): Map<string, Compiled> {
  // Loaded when there is something to compile.
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `functions/${name}/handler.ts`, out: name })),
    // Nothing is written; it names the outputs.
    outdir: '.',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // Packages' ES modules before their CommonJS: only those can be tree-shaken.
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': require.resolve('./shared/lambda-credentials.ts'),
      'pg-native': require.resolve('./customer-hook/no-native-driver.ts'),
    },
    define: Object.fromEntries(
      Object.entries(constants).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]),
    ),
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
  });
  return new Map(
    outputFiles.map(({ path, contents }) => {
      const name = basename(path, '.js');
      return [name, { code: contents, inputs: kept(metafile.outputs[`${name}.js`] as Output) }];
    }),
  );
}

function compiledOf(all: ReadonlyMap<string, Compiled>, name: string): Compiled {
  const compiled = all.get(name);
  if (!compiled) throw new Error(`functions/${name}/handler.ts: esbuild wrote nothing`);
  return compiled;
}

/** Compiles one function; see `compileAll`. */
export const compile = (name: string, constants?: Constants): Compiled =>
  compiledOf(compileAll([name], constants), name);

/**
 * Files in a zip. All that a zip could take from its surroundings is fixed: the time is stored as local time
 * without a zone, so it is given as local time; mode 0644 of a regular file (Lambda must be able to read it)
 * stands in the upper half of the attributes, as Unix (3) has it.
 */
const zipOf = (files: Record<string, Uint8Array>): Uint8Array => {
  const { zipSync } = require('fflate') as typeof import('fflate');
  const fixed = { level: 9, mtime: new Date(1980, 0, 2, 12), os: 3, attrs: 0o100644 << 16 } as const;
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, [bytes, fixed]])));
};

/** Keeps zips by what they were made from. */
interface ZipCache {
  key(content: unknown): string;
  read(key: string): Uint8Array | undefined;
  write(key: string, zip: Uint8Array): void;
}

function write(zipPath: string, name: string, zip: Uint8Array): BundledFunction {
  writeFileSync(zipPath, zip);
  return { name, zipPath, base64Sha256: createHash('sha256').update(zip).digest('base64') };
}

/** A zip from the cache, or made and kept there. */
function cached(cache: ZipCache | undefined, content: unknown, make: () => Uint8Array): Uint8Array {
  const key = cache?.key(content);
  const known = key === undefined ? undefined : cache?.read(key);
  if (known) return known;
  const zip = make();
  if (key !== undefined) cache?.write(key, zip);
  return zip;
}

/**
 * Writes `<name>.zip` of every function of the catalogue to `outDir`, which must exist; but for the authorizer,
 * whose zip belongs to one environment.
 */
export function bundle(outDir: string, cache?: ZipCache): BundledFunction[] {
  const alike = catalogue.map(({ name }) => name).filter((name) => name !== authorizer.name);
  let all: Map<string, Compiled> | undefined;
  const code = (name: string) => {
    all ??= compileAll(alike);
    return compiledOf(all, name).code;
  };
  return alike.map((name) =>
    write(
      join(outDir, `${name}.zip`),
      name,
      cached(cache, [name], () => zipOf({ 'index.js': code(name) })),
    ),
  );
}

/** Compiled once a namespace: environments differ in their routes alone. */
const authorizerCode = new Map<string, Uint8Array>();

/**
 * Writes the authorizer's zip for one environment: the function, the routes that it decides about, and the namespace
 * of the policies that it asks.
 */
export function bundleAuthorizer(
  outDir: string,
  environmentName: string,
  routes: readonly AuthorizerRoute[],
  namespace: string,
  cache?: ZipCache,
): BundledFunction {
  const zip = cached(cache, [authorizer.name, routes, namespace], () => {
    const code =
      authorizerCode.get(namespace) ?? compile(authorizer.name, { CEDAR_NAMESPACE: namespace }).code;
    authorizerCode.set(namespace, code);
    return zipOf({
      'index.js': code,
      'routes.json': Buffer.from(`${JSON.stringify(routes, undefined, 2)}\n`),
    });
  });
  return write(join(outDir, `${authorizer.name}-${environmentName}.zip`), authorizer.name, zip);
}
