import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../environments/problems';
import { buildApp } from '../../main';
import { validConfiguration } from '../../scripts/selection/configuration';
import { InvalidConfiguration } from '../../validate';
import { filesOf, hashesOf, inTemporaryFolder, root } from './fleet';

/** A copy of the configuration in another folder, as on another machine. */
function copyOfConfiguration(folder: string): string {
  cpSync(join(root, 'environments'), join(folder, 'environments'), { recursive: true });
  return folder;
}

/** Everything in the project that a synthesis reads, as git writes it with `core.autocrlf=true`. */
function cloneWithCarriageReturns(folder: string): string {
  mkdirSync(folder);
  for (const part of [
    'environments',
    'functions',
    // The guard's files are checked with everything else.
    'scripts',
    'stacks',
    'main.ts',
    'validate.ts',
    'content-cache.ts',
    'bin',
    'package.json',
    'tsconfig.json',
  ])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
    }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

test('synths in two folders, and of a clone with carriage returns, give the same bytes, which reveal no path', () => {
  inTemporaryFolder((folder) => {
    const here = process.cwd();
    const elsewhere = copyOfConfiguration(join(folder, 'another machine'));
    buildApp({ root, outdir: join(folder, 'one') });
    try {
      process.chdir(folder);
      buildApp({ root: elsewhere, outdir: 'deep/two' });
    } finally {
      process.chdir(here);
    }
    const one = filesOf(join(folder, 'one'));
    expect(one.size).toBeGreaterThan(30);
    expect(hashesOf(filesOf(join(folder, 'deep/two')))).toEqual(hashesOf(one));

    // The user as a part of a path: the bare name may be a word of ours.
    const places = [root, folder, `${tmpdir()}/`, `${homedir()}/`, `/${userInfo().username}/`];
    const told = [...one].flatMap(([path, bytes]) =>
      places.filter((place) => bytes.includes(place)).map((place) => `${path} tells ${place}`),
    );
    expect(told).toEqual([]);

    const { status, stderr } = spawnSync(process.execPath, ['--require', './bin/typescript.js', 'main.ts'], {
      cwd: cloneWithCarriageReturns(join(folder, 'clone')),
      env: { ...process.env, CDKTF_OUTDIR: join(folder, 'three') },
      encoding: 'utf8',
    });
    // CDKTF uses what Node.js 22 calls deprecated, and Node.js says so; that is no failure.
    expect(status === 0 ? '' : stderr).toBe('');
    const three = filesOf(join(folder, 'three'));
    expect([...three.keys()].some((path) => path.endsWith('.zip'))).toBe(true);
    expect(hashesOf(three)).toEqual(hashesOf(one));
  });
});

test('a second synth over the first changes no byte, removes what is no longer configured, and keeps what Terraform put there', () => {
  inTemporaryFolder((outdir) => {
    buildApp({ root, outdir });
    const fresh = filesOf(outdir);
    const [stack] = Object.keys(JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')).stacks);
    mkdirSync(join(outdir, 'stacks/dev-gone-eu-central-1-data'));
    writeFileSync(join(outdir, 'stacks/dev-gone-eu-central-1-data/cdk.tf.json'), '{}');
    writeFileSync(join(outdir, `stacks/${stack}/.terraform.lock.hcl`), '# ours');
    buildApp({ root, outdir });
    const again = filesOf(outdir);
    expect(String(again.get(`stacks/${stack}/.terraform.lock.hcl`))).toBe('# ours');
    again.delete(`stacks/${stack}/.terraform.lock.hcl`);
    expect(hashesOf(again)).toEqual(hashesOf(fresh));
  });
});

test('synth of a configuration with problems writes nothing and reports all of them', () => {
  inTemporaryFolder((folder) => {
    const bad = copyOfConfiguration(join(folder, 'root'));
    for (const env of ['dev', 'prod'])
      writeFileSync(join(bad, `environments/${env}/tenants/broken.json`), '{"id":"broken"}');
    const outdir = join(folder, 'out');
    const build = () => buildApp({ root: bad, outdir });
    expect(build).toThrow(InvalidConfiguration);
    expect(build).toThrow(/dev\/tenants\/broken\.json[\s\S]*prod\/tenants\/broken\.json/);
    expect(() => filesOf(outdir)).toThrow(/ENOENT/);
  });
});

test('synth refuses a mistake in policies with the problems that check reports', () => {
  inTemporaryFolder((folder) => {
    const bad = copyOfConfiguration(join(folder, 'root'));
    writeFileSync(join(bad, 'environments/dev/tenants/globex/open.cedar'), 'permit (principal, action');
    writeFileSync(join(bad, 'environments/dev/services/billing.json'), '{}');
    const outdir = join(folder, 'out');
    const problemsOf = (act: () => unknown): Problem[] => {
      try {
        act();
      } catch (error) {
        if (error instanceof InvalidConfiguration) return [...error.problems];
        return (error as { data: { problems: Problem[] } }).data.problems;
      }
      return [];
    };
    const problems = problemsOf(() => buildApp({ root: bad, outdir }));
    expect(problems).toContainEqual(
      expect.objectContaining({ file: 'environments/dev/tenants/globex/open.cedar', line: 1 }),
    );
    expect(problems).toContainEqual(
      expect.objectContaining({ file: 'environments/dev/services/billing.json' }),
    );
    expect(problems).toEqual(problemsOf(() => validConfiguration(bad)));
    expect(() => filesOf(outdir)).toThrow(/ENOENT/);
  });
});
