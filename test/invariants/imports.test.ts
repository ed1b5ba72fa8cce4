import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inTemporaryFolder, root } from './fleet';

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** Runs dependency-cruiser with the project's rules in a folder; `<rule>: <from> → <to>` for each violation. */
function violations(cwd: string, places: string[]): string[] {
  const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.cjs');
  const run = spawnSync(
    process.execPath,
    [depcruise, '--config', config, '--output-type', 'json', ...places],
    {
      cwd,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (!run.stdout) throw new Error(run.stderr);
  const { summary } = JSON.parse(run.stdout) as {
    summary: { violations: Violation[]; totalCruised: number };
  };
  expect(summary.totalCruised).toBeGreaterThan(0);
  return summary.violations
    .map(({ rule, from, to }) => `${rule.name}: ${from} → ${to.replace(/^.*\/(?=node_modules\/)/, '')}`)
    .sort();
}

/** Planted files, each with one import that breaks one rule. `make check` checks the tree itself. */
const planted: [rule: string, file: string, imported: string][] = [
  ['environments-imports', 'environments/dev.ts', 'functions/catalogue.ts'],
  ['functions-imports', 'functions/tenant-hook/handler.ts', 'environments/names.ts'],
  ['local-imports', 'local/server.ts', 'stacks/cell.ts'],
  ['stacks-imports', 'stacks/cell.ts', 'functions/bundle.ts'],
  ['scripts-imports', 'scripts/fleet.ts', 'stacks/cell.ts'],
  ['stacks-take-values', 'stacks/data.ts', 'environments/load.ts'],
];

test('a planted violation of each rule is caught', () => {
  inTemporaryFolder((folder) => {
    const put = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    put('tsconfig.json', '{}');
    for (const [, , imported] of planted) put(imported, 'export const value = 1;\n');
    for (const [, file, imported] of planted) {
      const specifier = `${'../'.repeat(file.split('/').length - 1)}${imported.replace(/\.ts$/, '')}`;
      put(file, `import { value } from '${specifier}';\nexport const other = value;\n`);
    }
    // Types of environments may be used freely; a provider barrel and cdktf outside stacks may not.
    put(
      'stacks/typed.ts',
      "import type { value } from '../environments/load';\nexport type Value = typeof value;\n",
    );
    put('stacks/barrel.ts', "import { provider } from '@cdktf/provider-aws';\nexport const p = provider;\n");
    put('stacks/okta.ts', "import { provider } from '@cdktf/provider-okta';\nexport const p = provider;\n");
    put('scripts/synth.ts', "import { App } from 'cdktf';\nexport const app = App;\n");
    put('local/a.ts', "import { b } from './b';\nexport const a = b;\n");
    put('local/b.ts', "import { a } from './a';\nexport const b = a;\n");
    const found = violations(folder, ['environments', 'stacks', 'functions', 'scripts', 'local']);
    expect(found).toEqual(
      [
        ...planted.map(([rule, file, imported]) => `${rule}: ${file} → ${imported}`),
        'cdktf-stays-in-stacks: scripts/synth.ts → node_modules/cdktf/lib/index.js',
        'no-cycles: local/a.ts → local/b.ts',
        'no-provider-barrel: stacks/barrel.ts → node_modules/@cdktf/provider-aws/lib/index.js',
        'no-provider-barrel: stacks/okta.ts → node_modules/@cdktf/provider-okta/lib/index.js',
      ].sort(),
    );
  });
});
