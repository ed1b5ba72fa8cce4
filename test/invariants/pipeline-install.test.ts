import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, hashesOf, inTemporaryFolder, root } from './fleet';

// What `npm ci --omit=dev` installs, by the lock file: enough for a pipeline, and small.

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { dev?: boolean; devOptional?: boolean; optional?: boolean }>;
};
const installed = Object.entries(packages)
  .filter(([path, { dev, devOptional }]) => path && !dev && !devOptional)
  .map(([path]) => path)
  .filter((path) => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined);

/** Bytes of a package's own files, without the packages inside it. */
function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? bytesOf(path) : lstatSync(path).blocks * 512;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** A clone with only those packages, as links. */
function cloneIn(folder: string): void {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of stdout.split('\n').filter((name) => name && !name.startsWith('test/')))
    cpSync(join(root, file), join(folder, file));
  for (const path of installed) {
    // A package with nested packages is copied around them.
    mkdirSync(join(folder, path), { recursive: true });
    for (const name of readdirSync(join(root, path)))
      if (name !== 'node_modules') symlinkSync(join(root, path, name), join(folder, path, name));
  }
  cpSync(join(root, 'node_modules/.package-lock.json'), join(folder, 'node_modules/.package-lock.json'));
}

test('it takes at most 500 MB', () => {
  expect(installed.length).toBeGreaterThan(30);
  const megabytes = installed.map((path) => bytesOf(join(root, path))).reduce((a, b) => a + b, 0) / 2 ** 20;
  expect(megabytes).toBeGreaterThan(300);
  expect(megabytes).toBeLessThan(500);
});

test('check and synth need nothing else, every other command loads, and the local AWS says what is missing', () => {
  inTemporaryFolder((folder) => {
    cloneIn(folder);
    const node = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--preserve-symlinks', ...args], {
        cwd: folder,
        env: { ...process.env, FLEET_DIR: '' },
        encoding: 'utf8',
      });
      return { status, stdout, stderr };
    };
    const fleet = (...args: string[]) => node('bin/fleet.js', ...args);
    expect(fleet('check')).toMatchObject({ status: 0, stderr: '' });
    expect(fleet('synth')).toMatchObject({ status: 0 });
    expect(hashesOf(filesOf(join(folder, 'cdktf.out'))).size).toBeGreaterThan(30);
    const commands = [
      'plan-set/plan-command',
      'review/review-command',
      'rollout/rollout-command',
      'rotate/client-secret/command',
      'rotate/federation-secret/command',
      'rotate/saml-metadata/command',
      'rotate/due/command',
      'revoke/revoke',
      'probe/probe',
      'policy/diff',
    ].map((module) => `./scripts/${module}`);
    const load = `${JSON.stringify(commands)}.forEach((module) => require(module))`;
    expect(node('--require', './bin/typescript.js', '-e', load)).toMatchObject({ status: 0, stderr: '' });
    expect(fleet('local', 'up', '--port', '0')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('npm ci'),
    });
  });
});
