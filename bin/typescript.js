/**
 * Teaches `require` TypeScript: `node --require ./bin/typescript.js main.ts`. A file is compiled by esbuild when it is
 * first seen, and kept under `.fleet/cache/compiled` by its content, so what is old is never found.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const cache = join(__dirname, '..', '.fleet', 'cache', 'compiled');

/** Part of every key: whatever else decides about the code. */
const compiler = JSON.stringify([readFileSync(__filename, 'utf8'), require('esbuild/package.json').version]);

const options = {
  loader: 'ts',
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  // A package that is loaded when it is needed is required then, like one that is loaded at the start.
  supported: { 'dynamic-import': false },
  sourcemap: 'inline',
  sourcesContent: false,
};

function compiled(file) {
  const source = readFileSync(file, 'utf8');
  const key = createHash('sha256')
    .update(JSON.stringify([compiler, file, source]))
    .digest('hex');
  const kept = join(cache, `${key}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { code } = require('esbuild').transformSync(source, { ...options, sourcefile: file });
    keep(kept, code);
    return code;
  }
}

/** Whole or not at all, since others may read it meanwhile; a folder that is read-only only costs time. */
function keep(file, code) {
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  } catch {}
}

// For the lines in stack traces.
process.setSourceMapsEnabled(true);
require.extensions['.ts'] = (module, file) => module._compile(compiled(file), file);
