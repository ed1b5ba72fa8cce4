/**
 * Builds each function's zip. The same sources give the same bytes on any machine, in any folder, time zone and
 * umask, because Terraform compares the zip's hash: otherwise every plan would show a change.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { type AuthorizerRoute, authorizer, type BundledFunction, catalogue } from './catalogue';

const root = join(__dirname, '..');

/** One function as JavaScript, with the sorted project-relative paths of the files whose code is in it. */
export interface Compiled {
  code: Uint8Array;
  inputs: string[];
}

/** Environment variables that become constants in the bundle. */
type Constants = Readonly<Record<string, string>>;

/** esbuild's output for one entry, with its inputs. */
type Output = Metafile['outputs'][string];

const kept = ({ inputs }: Output) =>
  Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path)
    .sort();

/**
 * Compiles each `functions/<name>/handler.ts` with all its imports into one CommonJS file for `nodejs22.x`; all in one
 * run, since they share most imports. Minified, so that no path of this machine is in a comment or a module
 * key. Throws esbuild's error, which names file and line, if a source does not compile.
 */
function compileAll(names: readonly string[], constants: Constants = {}): Map<string, Compiled> {
  // Loaded only when there is something to compile.
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `functions/${name}/handler.ts`, out: name })),
    // Nothing is written; esbuild needs it to name the outputs.
    outdir: '.',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // Prefer packages' ES modules to CommonJS: only those can be tree-shaken.
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
 * Files in a zip. Everything a zip could take from its surroundings is fixed: zip stores local time
 * without a zone, so the time is given as local time; mode 0644 of a regular file (Lambda must be able to read it)
 * is in the upper half of the attributes, as for Unix (3).
 */
const zipOf = (files: Record<string, Uint8Array>): Uint8Array => {
  const { zipSync } = require('fflate') as typeof import('fflate');
  const fixed = { level: 9, mtime: new Date(1980, 0, 2, 12), os: 3, attrs: 0o100644 << 16 } as const;
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, [bytes, fixed]])));
};

/** Caches zips by what they were built from. */
interface ZipCache {
  key(content: unknown): string;
  read(key: string): Uint8Array | undefined;
  write(key: string, zip: Uint8Array): void;
}

function write(zipPath: string, name: string, zip: Uint8Array): BundledFunction {
  writeFileSync(zipPath, zip);
  return { name, zipPath, base64Sha256: createHash('sha256').update(zip).digest('base64') };
}

/** A zip from the cache, or built and cached. */
function cached(cache: ZipCache | undefined, content: unknown, make: () => Uint8Array): Uint8Array {
  const key = cache?.key(content);
  const known = key === undefined ? undefined : cache?.read(key);
  if (known) return known;
  const zip = make();
  if (key !== undefined) cache?.write(key, zip);
  return zip;
}

/**
 * Writes `<name>.zip` of every function in the catalogue to `outDir`, which must exist, except for the authorizer,
 * whose zip is per environment.
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

/** Compiled once per namespace: environments differ only in their routes. */
const authorizerCode = new Map<string, Uint8Array>();

/**
 * Writes the authorizer's zip for one environment: the function, the routes that it decides, and the namespace
 * of the policies.
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
