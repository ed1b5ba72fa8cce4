/**
 * What the command itself costs: `fleet --help`, and `fleet check` of the shipped environments, compared with a Node.js
 * that does nothing; and start-up compared with a single file compiled from the same source.
 * Run it with `node --require ./bin/typescript.js bench/start.ts`.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { leastOf, root, usageOf } from './support/measure';
import { check } from './support/ratios';

// Inside the project, so that it resolves packages.
const folder = join(root, '.fleet', 'bench');
const compiled = join(folder, 'fleet.cjs');
mkdirSync(folder, { recursive: true });
try {
  buildSync({
    stdin: {
      contents: `require('./scripts/fleet').main(${JSON.stringify(root)});`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile: compiled,
    bundle: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  const { nothing, help, one, checked } = leastOf(7, {
    nothing: () => usageOf(['-e', '0']),
    help: () => usageOf(['bin/fleet.js', '--help']),
    one: () => usageOf([compiled, '--help']),
    checked: () => usageOf(['bin/fleet.js', 'check']),
  });
  for (const [name, { seconds, megabytes }] of Object.entries({ nothing, help, one, checked }))
    console.log(`${name}: ${(seconds * 1000).toFixed(0)} ms of CPU, ${megabytes.toFixed(0)} MB`);
  check('fleet --help to node -e 0', help.seconds / nothing.seconds);
  check('fleet --help to one compiled file', help.seconds / one.seconds);
  check('fleet check to node -e 0', checked.seconds / nothing.seconds);
} finally {
  rmSync(folder, { recursive: true });
}
