import { spawnSync } from 'node:child_process';
import fs, { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../../../environments/load';
import type { Context } from '../../../../scripts/cli/context';
import { bootstrapCommand } from '../../../../scripts/tenant/bootstrap/bootstrap-command';
import { fleetOn } from '../../../stacks/every-option-root';
import { checkout } from '../checkout';
import { head, row } from '../request/asked';

const ids = ['hooli', 'stark', 'wayne'];

/** A checkout with a description of three tenants, one of them with its own policies. */
function asked() {
  const root = checkout();
  const csv = join(root, 'new.csv');
  const [first, ...others] = ids.map((id) => row(id));
  writeFileSync(csv, [`${head},policies`, `${first},own`, ...others.map((other) => `${other},`)].join('\n'));
  mkdirSync(join(root, 'own'));
  writeFileSync(
    join(root, 'own/nobody-exports.cedar'),
    'forbid (principal, action == Payments::Action::"exportPayments", resource) when { resource.tenant_id == "hooli" };',
  );
  return { root, csv };
}
const bootstrap = ({ root, csv }: ReturnType<typeof asked>) =>
  bootstrapCommand({ workspace: { root } } as Context, { env: 'dev', fromCsv: csv, pr: true, parallel: 1 });

/** What a run leaves behind: which files exist, the register, and whether everything is valid. */
const left = ({ root }: ReturnType<typeof asked>) => ({
  files: readdirSync(join(root, 'environments/dev/tenants'), { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.') && /^hooli|^stark|^wayne/.test(name))
    .sort(),
  register: readFileSync(join(root, 'environments/dev/tenant-ids.txt'), 'utf8'),
  problems: loadEnvironments(root).problems,
});

test('the same command repairs a bootstrap that was killed at any moment while writing', async () => {
  const whole = asked();
  await bootstrap(whole);
  const end = left(whole);
  expect(end.problems).toEqual([]);
  for (const id of ids) expect(end.register).toContain(`${id}\n`);
  expect(end.files).toEqual([
    'hooli',
    'hooli.json',
    'hooli/nobody-exports.cedar',
    'stark.json',
    'wayne.json',
  ]);
  // The folder of policies, a file each, and the register.
  const moments: string[][] = [
    [],
    ['hooli', 'hooli/nobody-exports.cedar'],
    ['hooli', 'hooli.json', 'hooli/nobody-exports.cedar'],
    ['hooli', 'hooli.json', 'hooli/nobody-exports.cedar', 'stark.json'],
    end.files,
  ];
  for (const [moment, files] of moments.entries()) {
    const one = asked();
    const rename = fs.renameSync;
    let done = 0;
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (String(to).startsWith(one.root) && done++ === moment) throw new Error('killed');
      rename(from, to);
    });
    await expect(bootstrap(one)).rejects.toThrow('killed');
    jest.restoreAllMocks();
    expect(left(one).files).toEqual(files);
    expect(left(one).register).not.toBe(end.register);
    await bootstrap(one);
    expect(left(one)).toEqual(end);
  }
});

test('killed between the files and the register, with a real signal, it continues', async () => {
  const one = asked();
  const dies = `
    const fs = require('node:fs');
    const rename = fs.renameSync;
    fs.renameSync = (from, to) => to.endsWith('tenant-ids.txt') ? process.kill(process.pid, 'SIGKILL') : rename(from, to);
    ${fleetOn(one.root)}`;
  const args = ['tenant', 'bootstrap', '--env', 'dev', '--from-csv', one.csv, '--pr'];
  const { signal } = spawnSync(process.execPath, ['-e', dies, '--', ...args]);
  expect(signal).toBe('SIGKILL');
  expect(left(one).problems).toMatchObject(
    ids.map((id) => ({
      file: `environments/dev/tenants/${id}.json`,
      remedy: 'run `make schema`, which adds it',
    })),
  );
  await bootstrap(one);
  expect(left(one).problems).toEqual([]);
});
