import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { bundle, bundleAuthorizer, type Compiled, compile } from '../../functions/bundle';
import {
  type AuthorizerRoute,
  authorizer,
  type BundledFunction,
  catalogue,
  customerHook,
  customerPreSignUp,
  identityProvider,
  internalHook,
  machineHook,
  sampleBackend,
  tenantHook,
  tenantPostConfirmation,
} from '../../functions/catalogue';

const root = join(__dirname, '../..');
const temporary = mkdtempSync(join(tmpdir(), 'bundle-test-'));
afterAll(() => rmSync(temporary, { recursive: true }));

const routes: AuthorizerRoute[] = [
  {
    key: 'GET /payments/{payment}',
    flow: 'customer',
    action: 'viewPayment',
    resource: { type: 'Payment', id: { path: 'payment' }, attributes: {} },
    context: {},
  },
];

let zips: BundledFunction[] | undefined;
/** Every zip, in the temporary folder: those that are the same everywhere, and the authorizer of one environment. */
function bundled(): BundledFunction[] {
  zips ??= [...bundle(temporary), bundleAuthorizer(temporary, 'dev', routes, 'Payments')];
  return zips;
}

const known = new Map<string, Compiled>();
/** One function's code, compiled once for all tests of it. */
function compiled(name: string): Compiled {
  const code = known.get(name) ?? compile(name);
  known.set(name, code);
  return code;
}

/** SHA-256, base64. Jest compares bytes one by one, which takes seconds for those of all zips. */
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

/** Bundles in a separate process, and returns the hashes of the zips by name. */
function bundleElsewhere(checkout: string, cwd: string, zone: string, umask: string): Map<string, string> {
  const out = mkdtempSync(join(temporary, 'out-'));
  const script = `process.umask(0o${umask});
    const { bundle, bundleAuthorizer } = require(${JSON.stringify(join(checkout, 'functions/bundle.ts'))});
    const out = ${JSON.stringify(out)};
    const zips = [...bundle(out), bundleAuthorizer(out, 'dev', ${JSON.stringify(routes)}, 'Payments')];
    console.log(JSON.stringify(zips));`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--require', join(root, 'bin/typescript.js'), '-e', script],
    { cwd, env: { ...process.env, TZ: zone }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  const zips: BundledFunction[] = JSON.parse(stdout);
  return new Map(zips.map(({ name, zipPath }) => [name, hashOf(readFileSync(zipPath))]));
}

/** The project's sources in another folder, as another clone has them. */
function clone(): string {
  const copy = join(temporary, 'another/clone of the project');
  mkdirSync(copy, { recursive: true });
  cpSync(join(root, 'functions'), join(copy, 'functions'), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

describe('bundling', () => {
  it('gives the same bytes in any working directory, checkout, time zone and umask', () => {
    const here = new Map(bundled().map(({ name, zipPath }) => [name, hashOf(readFileSync(zipPath))]));
    expect([...here.keys()].sort()).toEqual(catalogue.map(({ name }) => name).sort());
    expect(bundleElsewhere(clone(), temporary, 'Pacific/Kiritimati', '077')).toEqual(here);
    expect(bundleElsewhere(root, root, 'America/St_Johns', '000')).toEqual(here);
  });

  it('reports the hash that Lambda reports: SHA-256 of the zip, base64', () => {
    for (const { name, zipPath, base64Sha256 } of bundled()) {
      expect(zipPath).toBe(join(temporary, name === authorizer.name ? 'authorizer-dev.zip' : `${name}.zip`));
      expect(base64Sha256).toBe(hashOf(readFileSync(zipPath)));
    }
  });

  it('puts one file into the zip, and routes into that of the authorizer, readable by everyone', () => {
    for (const { name, zipPath } of bundled()) {
      const zip = readFileSync(zipPath);
      const files = name === authorizer.name ? ['index.js', 'routes.json'] : ['index.js'];
      expect(Object.keys(unzipSync(zip))).toEqual(files);
      let directory = 0;
      for (const _ of files) {
        directory = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'), directory + 1);
        expect(zip.readUInt8(directory + 5)).toBe(3);
        expect(zip.readUInt32LE(directory + 38) >>> 16).toBe(0o100644);
      }
    }
  });

  it('writes an authorizer for each environment: its routes, and the same code', () => {
    const [one, other] = [
      bundleAuthorizer(temporary, 'dev', routes, 'Payments'),
      bundleAuthorizer(temporary, 'prod', [], 'Payments'),
    ];
    const files = (zip: BundledFunction) => unzipSync(readFileSync(zip.zipPath));
    expect(JSON.parse(Buffer.from(files(one)['routes.json'] ?? []).toString())).toEqual(routes);
    expect(JSON.parse(Buffer.from(files(other)['routes.json'] ?? []).toString())).toEqual([]);
    expect(hashOf(files(one)['index.js'] as Uint8Array)).toBe(hashOf(files(other)['index.js'] as Uint8Array));
    expect(one.base64Sha256).not.toBe(other.base64Sha256);
  });

  it('names the file that does not compile', () => {
    expect(() => compile('no-such-hook')).toThrow('functions/no-such-hook/handler.ts');
  });
});

describe.each(catalogue.map(({ name }) => [name]))('the bundle of %s', (name) => {
  const { code, inputs } = compiled(name);
  const source = Buffer.from(code).toString();

  it('contains no path of the checkout and no source map', () => {
    for (const trace of [root, temporary, 'node_modules/@', 'functions/', 'sourceMappingURL'])
      expect(source).not.toContain(trace);
  });

  it('contains our functions and what they run on, and nothing else of ours', () => {
    const ours = inputs.filter((path) => !path.startsWith('node_modules/'));
    expect(ours.filter((path) => !path.startsWith('functions/'))).toEqual([]);
    const others = catalogue.map((hook) => hook.name).filter((other) => other !== name);
    for (const other of others) expect(ours.filter((path) => path.includes(other))).toEqual([]);
    expect(inputs.filter((path) => /cdktf|constructs|esbuild|fflate|zod/.test(path))).toEqual([]);
  });

  it('needs nothing but Node at run time', () => {
    const required = [...source.matchAll(/require\("([^"]+)"\)/g)].map(([, module]) => module);
    expect(required.filter((module) => !require('node:module').isBuiltin(module))).toEqual([]);
  });
});

/** Packages whose code is in a bundle. */
function packagesOf(name: string): string[] {
  const found = compiled(name).inputs.flatMap(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  return [...new Set(found)];
}

/** Logger, metrics and tracer, and what they need: the X-Ray SDK cannot be tree-shaken. */
const instrumented = [
  '@aws-lambda-powertools/commons',
  '@aws-lambda-powertools/logger',
  '@aws-lambda-powertools/metrics',
  '@aws-lambda-powertools/tracer',
  '@aws/lambda-invoke-store',
  'atomic-batcher',
  'aws-xray-sdk-core',
  'cls-hooked',
  'emitter-listener',
  'semver',
  'shimmer',
];
/** An AWS client, with one source of credentials. */
const client = [
  '@aws-sdk/core',
  '@aws-sdk/credential-provider-env',
  '@aws-sdk/credential-providers',
  '@smithy/core',
  '@smithy/signature-v4',
];
const dynamo = [
  ...client,
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/dynamodb-codec',
  '@aws-sdk/endpoint-cache',
  '@aws-sdk/middleware-endpoint-discovery',
  '@smithy/node-http-handler',
];
const tokens = ['aws-jwt-verify', 'lru-cache'];
const postgres = [
  'pg',
  'pg-cloudflare',
  'pg-connection-string',
  'pg-int8',
  'pg-pool',
  'pg-protocol',
  'pg-types',
  'pgpass',
];

describe('what a bundle contains, since Lambda loads it at each cold start', () => {
  it.each<[name: string, bytes: number, packages: string[]]>([
    [tenantHook.name, 380_000, dynamo],
    [internalHook.name, 380_000, dynamo],
    [machineHook.name, 380_000, dynamo],
    [tenantPostConfirmation.name, 380_000, dynamo],
    [
      customerPreSignUp.name,
      370_000,
      [...client, '@aws-sdk/client-cognito-identity-provider', '@smithy/node-http-handler'],
    ],
    [
      identityProvider.name,
      370_000,
      [...client, '@aws-sdk/client-cognito-identity-provider', '@smithy/node-http-handler'],
    ],
    [authorizer.name, 435_000, [...dynamo, ...tokens, '@aws-sdk/client-verifiedpermissions']],
    [sampleBackend.name, 420_000, [...dynamo, ...tokens]],
    [customerHook.name, 310_000, [...client, ...postgres, '@aws-sdk/rds-signer']],
  ])('%s: under %d bytes, its own client and no other', (name, bytes, packages) => {
    expect(compiled(name).code.length).toBeLessThan(bytes);
    const helpers =
      /^(@smithy\/(types|util-.+|service-error-classification)|mnemonist|obliterator|postgres-.+|split2|xtend)$/;
    expect(
      packagesOf(name)
        .filter((found) => !helpers.test(found))
        .sort(),
    ).toEqual([...instrumented, ...packages].sort());
  });
});
